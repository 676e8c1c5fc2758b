-- Files of a team's own shape: Markdown and JSON are served where they belong to a collection, and nowhere else.
local editor = require('editor')
local step = editor.step
local start, edit = editor.start, editor.edit
local eventually, equal = editor.eventually, editor.equal
local has, findings, workspace, write = editor.has, editor.findings, editor.workspace, editor.write

local book = workspace .. '/book'

step('pages of a collection have findings, and other Markdown has none', function()
  editor.stop()
  vim.fn.mkdir(book .. '/pages', 'p')
  write(book .. '/sidestep.yaml', 'collections:\n  page: { files: ["pages/*.md"], schema: "sidestep:page" }\n  list: { files: [list.json], schema: s.json }\n')
  write(book .. '/s.json', '{ "properties": { "reads": { "x-sidestep-refers": "page" } } }\n')
  write(book .. '/list.json', '{ "reads": "pages/nowhere" }\n')
  write(book .. '/pages/start.md', '# Start\n\n[gone](none.md)\n')
  write(book .. '/notes.md', '# Notes\n\n[gone](none.md)\n')
  start()
  edit(book .. '/pages/start.md')
  eventually('no finding', function()
    return has(book .. '/pages/start.md', 'broken-link')
  end)
  edit(book .. '/list.json')
  eventually('no finding in JSON', function()
    return has(book .. '/list.json', 'unknown-page')
  end)
  edit(book .. '/notes.md')
  equal(findings(book .. '/notes.md'), {})
end)
