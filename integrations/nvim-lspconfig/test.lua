-- Tests the entry in a real Neovim, as nvim-lspconfig would have it on its runtime path: nvim -u NONE -l test.lua
-- The program under test is `sidestep` on the path; CONTENT is a workspace.
local here = vim.fs.dirname(vim.fs.abspath(debug.getinfo(1, 'S').source:sub(2)))
vim.opt.runtimepath:append(here)
vim.cmd('filetype on')
vim.lsp.enable('sidestep')

local failed = 0
local function step(name, holds)
  local ok, why = pcall(holds)
  local works = ok and why
  print(('%s lspconfig: %s\n'):format(works and 'PASS' or 'FAIL', name))
  if not works then
    failed = failed + 1
    print('     ' .. tostring(why) .. '\n')
  end
end

local function clients()
  return vim.lsp.get_clients({ name = 'sidestep', bufnr = 0 })
end

local folder = vim.fn.tempname()
vim.fn.mkdir(folder .. '/content/roles', 'p')
vim.fn.writefile({ 'name: Baker', 'summary: Bakes; see [[Miler]].' }, folder .. '/content/roles/baker.yaml')
vim.fn.writefile({ 'services: {}' }, folder .. '/../compose.yaml')

step('a role is served, and its mistake shown', function()
  vim.cmd.edit(folder .. '/content/roles/baker.yaml')
  local found = vim.wait(10000, function()
    return vim.iter(vim.diagnostic.get(0)):any(function(d)
      return d.code == 'unknown-role'
    end)
  end)
  return found and vim.uv.fs_realpath(clients()[1].root_dir) == vim.uv.fs_realpath(folder)
end)

step('other files have no server', function()
  vim.cmd.edit(folder .. '/../compose.yaml')
  vim.wait(500)
  return vim.bo.filetype == 'yaml' and #clients() == 0
end)

for _, client in ipairs(vim.lsp.get_clients()) do
  client:stop(true)
end
os.exit(failed == 0 and 0 or 1)
