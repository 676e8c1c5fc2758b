-- Code lenses and inlay hints.
local editor = require('editor')
local step = editor.step
local nvim, edit, put_cursor = editor.nvim, editor.edit, editor.put_cursor
local eventually, equal = editor.eventually, editor.equal
local quickfix, lenses, hints = editor.quickfix, editor.lenses, editor.hints
local backend, data_engineer = editor.backend, editor.data_engineer

step('code lenses count pages', function()
  edit(data_engineer)
  local titles = eventually('no lenses', function()
    local titles = lenses()
    return #titles == 2 and titles
  end)
  eventually('the lenses know one file only: ' .. vim.inspect(titles), function()
    local now = lenses()
    return now[1]:match('^listed on %d+ pages$') and now[2]:match('^lists %d+ roles$')
  end)
end)

step('a lens shows the places that it counts', function()
  local count = tonumber(lenses()[1]:match('%d+'))
  put_cursor('name: ')
  nvim([[
    vim.ui.select = function(options, _, done)
      done(options[1])
    end
    vim.lsp.codelens.run()
  ]])
  eventually('no list', function()
    return #quickfix() == count
  end)
  equal(nvim('return vim.fn.getqflist({ title = 0 }).title'), ('listed on %d pages'):format(count))
  nvim('vim.cmd.cclose()')
  eventually('the lens is gone', function()
    return nvim([[
      local client = require('sidestep').client(0)
      local space = vim.api.nvim_create_namespace('nvim.lsp.codelens:' .. client.id)
      return #vim.api.nvim_buf_get_extmarks(0, space, 0, -1, {}) > 0
    ]])
  end)
end)

step('inlay hints show what a row takes from another file', function()
  edit(backend)
  eventually('no hints', function()
    for _, hint in ipairs(hints()) do
      if hint:find('Primary Focus: Data ', 1, true) then
        return true
      end
    end
  end)
end)
