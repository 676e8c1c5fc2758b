" Sidestep in Vim with ALE. Run by run.sh: vim -u NONE -i NONE -n -N -e -s -S ale.vim
set nocompatible encoding=utf-8 hidden nomore virtualedit=onemore
let s:failed = 0

func! s:say(text)
  call writefile([a:text], '/dev/stdout', 'a')
endfunc

func! s:step(name, ok)
  call s:say((a:ok ? 'PASS ' : 'FAIL ') . 'ALE: ' . a:name)
  let s:failed += a:ok ? 0 : 1
endfunc

func! s:until(probe)
  let start = reltime()
  while !a:probe() && reltimefloat(reltime(start)) < 15
    sleep 50m
  endwhile
  return a:probe()
endfunc

let g:ale_linters_explicit = 1
let g:ale_lint_delay = 50
let g:ale_hover_to_preview = 1
let g:ale_hover_cursor = 0
let g:ale_echo_cursor = 0
let g:ale_set_signs = 0
packadd ale
filetype on

" The settings of editors/README.md.
let g:ale_linters = {'yaml': ['sidestep']}
func! SidestepRoot(buffer) abort
  let l:settings = ale#path#FindNearestFile(a:buffer, 'sidestep.yaml')
  return empty(l:settings) ? '' : fnamemodify(l:settings, ':h')
endfunc
call ale#linter#Define('yaml', {
\ 'name': 'sidestep',
\ 'lsp': 'stdio',
\ 'executable': $SIDESTEP,
\ 'command': '%e lsp',
\ 'project_root': function('SidestepRoot'),
\})

exec 'edit' fnameescape($WORKSPACE . '/content/roles/backend-engineer.yaml')
setlocal filetype=yaml
ALELint

func! s:finding()
  let all = get(get(g:ale_buffer_info, bufnr(''), {}), 'loclist', [])
  return filter(copy(all), {_, d -> d.text =~# 'no role is named'})
endfunc

call s:until({-> !empty(s:finding())})
let s:found = get(s:finding(), 0, {})
call s:step('a planted mistake is underlined to the column',
\ [get(s:found, 'lnum'), get(s:found, 'col'), get(s:found, 'end_col')] == [search('DevOps Enginer', 'nw'), 11, 24])

func! s:preview()
  for window in range(1, winnr('$'))
    if getwinvar(window, '&previewwindow')
      return join(getbufline(winbufnr(window), 1, '$'), "\n")
    endif
  endfor
  return ''
endfunc
call search('role: Data Engineer', 'w')
normal! 8l
ALEHover
call s:step('hover tells about a role', s:until({-> s:preview() =~# 'Builds the pipelines'}))
pclose

call search('DevOps Enginer', 'w')
let s:line = line('.')
func! Complete(findstart, base)
  let result = ale#completion#OmniFunc(a:findstart, a:base)
  if !a:findstart
    let s:words = map(copy(result), {_, item -> item.word})
  endif
  return result
endfunc
let s:words = []
setlocal omnifunc=Complete completeopt=menuone,noinsert
call setline('.', '  - role: DevO')
exec "normal! A\<C-x>\<C-o>\<C-e>\<Esc>"
call s:step('a role name is completed', index(s:words, 'DevOps Engineer') >= 0)

call setline(s:line, '  - role: DevOps Engineer')
ALELint
call s:step('the finding goes with the mistake', !empty(s:found) && s:until({-> empty(s:finding())}))

exec s:failed == 0 ? 'qa!' : 'cq 1'
