-- Fixes, renames, and files that are broken meanwhile.
local editor = require('editor')
local step = editor.step
local nvim, keys, edit, put_cursor = editor.nvim, editor.keys, editor.edit, editor.put_cursor
local eventually, equal = editor.eventually, editor.equal
local has, line_of, floats = editor.has, editor.line_of, editor.floats
local backend, ml, data_engineer = editor.backend, editor.ml, editor.data_engineer

step('a quick fix is applied', function()
  edit(ml)
  put_cursor('Data Enginer', 3)
  eventually('no finding', function()
    return has(ml, 'unknown-role')
  end)
  nvim([[
    vim.ui.select = function(options, _, done)
      for _, option in ipairs(options) do
        if option.action.title:find('"Data Engineer"', 1, true) then
          return done(option)
        end
      end
      said = vim.tbl_map(function(option)
        return option.action.title
      end, options)
    end
  ]])
  keys('gra')
  eventually('not fixed', function()
    return not line_of('Data Enginer')
  end)
  eventually('the finding stays', function()
    return not has(ml, 'unknown-role')
  end)
  nvim('vim.cmd.write()')
end)

step('a rename changes other files, open or not', function()
  edit(data_engineer)
  put_cursor('name: Data Engineer', 8)
  nvim([[vim.ui.input = function(_, done)
    done('Data Platform Builder')
  end]])
  keys('grn')
  eventually('not renamed', function()
    return line_of('name: Data Platform Builder')
  end)
  local other = eventually('no other file changed', function()
    return nvim([[
      local number = vim.fn.bufnr(...)
      vim.fn.bufload(number)
      return table.concat(vim.api.nvim_buf_get_lines(number, 0, -1, false), '\n')
    ]], backend):find('role: Data Platform Builder', 1, true)
  end)
  assert(other)
  eventually('findings about the new name', function()
    return not has(backend, 'unknown-role')
  end)
  -- As it is on disk, which has the old name.
  nvim('vim.cmd("silent %bwipeout!")')
  edit(data_engineer)
  eventually('the old name is unknown', function()
    return not has(backend, 'unknown-role')
  end)
end)

step('in broken YAML everything else works on', function()
  edit(backend)
  put_cursor('aliases: ')
  keys('O: : broken [ "<Esc>')
  eventually('no syntax finding', function()
    return has(backend, 'syntax')
  end)
  put_cursor('role: Fullstack Engineer', 8)
  keys('K')
  eventually('no hover', function()
    return floats():find('Fullstack', 1, true)
  end)
  equal(has(ml, 'unknown-role'), nil)
  keys('<Esc>')
  put_cursor(': : broken')
  keys('dd')
  eventually('the finding stays', function()
    return not has(backend, 'syntax')
  end)
end)
