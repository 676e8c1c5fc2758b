" :compiler sidestep, then :make, puts the findings of the workspace into the quickfix list.
if exists('current_compiler')
  finish
endif
let current_compiler = 'sidestep'
CompilerSet makeprg=sidestep\ --color\ never\ check\ --format\ concise
CompilerSet errorformat=%f:%l:%c:\ %t%*[a-z]%m
