-- Findings in the files of a workspace, open or not.
local editor = require('editor')
local step = editor.step
local nvim, edit = editor.nvim, editor.edit
local eventually, equal = editor.eventually, editor.equal
local has, line_of = editor.has, editor.line_of
local scratch, workspace, backend, ml = editor.scratch, editor.workspace, editor.backend, editor.ml

step('the plugin is loaded from a package, and its help is found', function()
  equal(nvim('return vim.fn.exists(":Sidestep")'), 2)
  nvim('vim.cmd.helptags("ALL")')
  for _, tag in ipairs({ 'sidestep', ':Sidestep', 'sidestep-health', 'g:sidestep_path', 'g:sidestep_enable' }) do
    nvim('vim.cmd.help(...)', tag)
    equal(nvim('return vim.fs.basename(vim.api.nvim_buf_get_name(0))'), 'sidestep.txt')
    nvim('vim.cmd.close()')
  end
end)

step('the server serves a role', function()
  edit(backend)
  local client = eventually('no server', function()
    return nvim([[
      local client = require('sidestep').client(0)
      return client and client.initialized and { client.root_dir, client.offset_encoding }
    ]])
  end)
  equal(client, { workspace, 'utf-8' })
end)

step('a planted mistake is underlined to the column', function()
  local finding = eventually('no finding', function()
    return has(backend, 'unknown-role')
  end)
  local line = line_of('DevOps Enginer')
  equal(finding, { 'unknown-role', line, 10, line, 24 })
end)

step('a mistake in a file that is not open is listed', function()
  local finding = eventually('no finding', function()
    return has(ml, 'unknown-role')
  end)
  equal({ finding[3], finding[5] }, { 10, 22 })
  equal(nvim('return vim.api.nvim_buf_is_loaded(vim.fn.bufnr(...))', ml), false)
end)

step('YAML files outside a workspace are left alone', function()
  edit(scratch .. '/elsewhere.yaml')
  vim.wait(300)
  equal(nvim('return #vim.lsp.get_clients({ bufnr = 0 })'), 0)
  edit(backend)
end)
