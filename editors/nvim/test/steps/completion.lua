-- Completion by keys.
local editor = require('editor')
local step = editor.step
local nvim, keys, edit, put_cursor = editor.nvim, editor.keys, editor.edit, editor.put_cursor
local eventually = editor.eventually
local has, line_of = editor.has, editor.line_of
local backend = editor.backend

step('a role name is completed by keys, in any letter case, and inserted whole', function()
  edit(backend)
  put_cursor('DevOps Enginer')
  keys('Cdevo<C-x><C-o>')
  local position = eventually('not offered', function()
    local info = nvim('return vim.fn.complete_info({ "items", "pum_visible" })')
    for number, item in ipairs(info.pum_visible == 1 and info.items or {}) do
      if item.abbr == 'DevOps Engineer' then
        return number
      end
    end
  end)
  keys(('<C-n>'):rep(position) .. '<C-y><Esc>')
  eventually('not inserted', function()
    return line_of('  - role: DevOps Engineer')
  end)
  eventually('the finding stays', function()
    return not has(backend, 'unknown-role')
  end)
  nvim('vim.cmd.write()')
end)

step('a tool is completed by letters from inside its name', function()
  put_cursor('tools: [Java', #'tools: [Java' - 1)
  keys('a, spar<C-x><C-o>')
  eventually('not offered', function()
    local info = nvim('return vim.fn.complete_info({ "items" })')
    return info.items[1] and info.items[1].word == 'Apache Spark'
  end)
  keys('<C-n><C-y><Esc>')
  eventually('not inserted', function()
    return line_of('tools: [Java, Apache Spark, Python')
  end)
  keys('u')
end)
