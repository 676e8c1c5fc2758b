-- `:checkhealth sidestep`.
local sidestep = require('sidestep')

local M = {}

local function check_program()
  vim.health.start('Program')
  local program = sidestep.program()
  if vim.fn.executable(program) == 0 then
    vim.health.error(('"%s" is not found'):format(program), {
      'Install it: cargo install --path . in the repository',
      'Or set vim.g.sidestep_path to where it is, before the first role is opened',
    })
    return
  end
  local result = vim.system({ program, '--version' }, { text = true }):wait(5000)
  if result.code == 0 then
    vim.health.ok(('%s (%s)'):format(vim.trim(result.stdout), vim.fn.exepath(program)))
  else
    vim.health.error(('%s --version failed: %s'):format(program, vim.trim(result.stderr or '')))
  end
  local help = vim.system({ program, 'lsp', '--help' }, { text = true }):wait(5000)
  if help.code ~= 0 then
    vim.health.error('this version has no language server', { 'Install a newer one' })
  end
end

local function check_server()
  vim.health.start('Language server')
  if not vim.lsp.is_enabled('sidestep') then
    vim.health.warn('not enabled', { "vim.lsp.enable('sidestep'), or do not set vim.g.sidestep_enable to false" })
    return
  end
  local clients = vim.lsp.get_clients({ name = 'sidestep' })
  if #clients == 0 then
    vim.health.info('enabled, but not running: it starts with the first YAML file of a workspace')
  end
  for _, client in ipairs(clients) do
    local version = client.server_info and client.server_info.version or 'unknown version'
    local buffers = vim.tbl_count(client.attached_buffers)
    local text = 'runs in %s: version %s, %d buffer%s'
    vim.health.ok(text:format(client.root_dir or 'no folder', version, buffers, buffers == 1 and '' or 's'))
    local answer = client:request_sync('sidestep/status', nil, 2000, 0)
    for _, workspace in ipairs(answer and answer.result and answer.result.workspaces or {}) do
      local state = workspace.loaded and 'read' or 'still being read'
      local folder = vim.uri_to_fname(workspace.folder)
      text = '%s: %s, %d files, %d with findings'
      vim.health.info(text:format(folder, state, workspace.files, workspace.withFindings))
    end
  end
end

local function check_workspace()
  vim.health.start('Workspace')
  local root = sidestep.current_root()
  if root then
    vim.health.ok(root)
  else
    vim.health.info('none here: a workspace has a sidestep.yaml or a folder content/roles')
  end
end

function M.check()
  vim.health.start('Neovim')
  if vim.fn.has('nvim-0.11') == 1 then
    vim.health.ok(tostring(vim.version()))
  else
    vim.health.error('older than 0.11', { 'Install Neovim 0.11 or newer' })
    return
  end
  check_program()
  check_server()
  check_workspace()
end

return M
