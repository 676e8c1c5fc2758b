-- Hover, definition and references.
local editor = require('editor')
local step = editor.step
local nvim, keys, edit, put_cursor = editor.nvim, editor.keys, editor.edit, editor.put_cursor
local eventually, equal = editor.eventually, editor.equal
local floats, quickfix = editor.floats, editor.quickfix
local data_engineer = editor.data_engineer

step('hover tells about a role', function()
  put_cursor('role: Data Engineer', 8)
  keys('K')
  eventually('no hover', function()
    return floats():find('Builds the pipelines and stores', 1, true)
  end)
end)

step('definition goes to the role', function()
  put_cursor('role: Data Engineer', 8)
  keys('<C-]>')
  eventually('not there', function()
    return nvim('return vim.api.nvim_buf_get_name(0)') == data_engineer
  end)
  equal(nvim('return vim.api.nvim_win_get_cursor(0)'), { 1, 6 })
  keys('<C-o>')
end)

step('references are listed', function()
  edit(data_engineer)
  put_cursor('name: Data Engineer', 8)
  keys('grr')
  local list = eventually('no list', function()
    local list = quickfix()
    return #list > 3 and list
  end)
  local files = {}
  for _, item in ipairs(list) do
    files[item[1]] = true
  end
  assert(files['backend-engineer.yaml'], vim.inspect(list))
end)
