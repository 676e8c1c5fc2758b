-- The server for a command: the one that runs, or a new one where no YAML file is open.
local sidestep = require('sidestep')
local status = require('sidestep.status')

local M = {}

---How long a server is waited for (milliseconds).
M.PATIENCE = 5000

---The server of a workspace, when it has read it: then it knows all names.
---@param root string
---@return vim.lsp.Client?
local function at(root)
  local client
  for _, running in ipairs(vim.lsp.get_clients({ name = 'sidestep' })) do
    if running.root_dir == root then
      client = running
    end
  end
  if not client then
    local config = vim.tbl_extend('force', vim.lsp.config.sidestep or {}, { name = 'sidestep', root_dir = root })
    local id = vim.lsp.start(config, { attach = false })
    client = id and vim.lsp.get_client_by_id(id)
  end
  local asked = false
  local ready = client
    and vim.wait(M.PATIENCE, function()
      if client.initialized and not asked then
        asked = true
        status.when_loaded(client, function() end)
      end
      return status.loaded(client)
    end, 10)
  return ready and client or nil
end

---The server for the current buffer or folder. Without one the reason is shown.
---@return vim.lsp.Client? client
---@return string? root the workspace's folder
function M.here()
  local root = sidestep.current_root()
  if not root then
    sidestep.notify('no workspace here: no sidestep.yaml and no content/roles', vim.log.levels.ERROR)
    return
  end
  local client = sidestep.client(0) or at(root)
  if not client then
    sidestep.notify('the language server does not answer (:checkhealth sidestep)', vim.log.levels.ERROR)
  end
  return client, root
end

---Asks a server and waits for its answer. Without one the reason is shown.
---@param client vim.lsp.Client
---@param method string
---@param params table
---@return table? result
function M.ask(client, method, params)
  local answer, why = client:request_sync(method, params, M.PATIENCE, 0)
  if answer and not answer.err then
    return answer.result
  end
  sidestep.notify(why or answer and answer.err.message or 'no answer', vim.log.levels.ERROR)
end

return M
