-- `:Sidestep new NAME`: a new role's file. Which file that is, and what stands in it, the server knows.
local sidestep = require('sidestep')

local M = {}

---How long the server is waited for (milliseconds).
local PATIENCE = 5000

---A server for a workspace; started if none runs yet, as where no YAML file is open.
---@param root string
---@return vim.lsp.Client?
local function server(root)
  for _, client in ipairs(vim.lsp.get_clients({ name = 'sidestep' })) do
    if client.root_dir == root then
      return client
    end
  end
  local config = vim.tbl_extend('force', vim.lsp.config.sidestep or {}, { name = 'sidestep', root_dir = root })
  local id = vim.lsp.start(config, { attach = false })
  local client = id and vim.lsp.get_client_by_id(id)
  -- It knows which names are taken when it has read the workspace.
  local ready = client and vim.wait(PATIENCE, function()
    if not client.initialized then
      return false
    end
    local answer = client:request_sync('sidestep/status', nil, 1000, 0)
    local status = answer and answer.result
    return status and not status.searching and vim.iter(status.workspaces):all(function(workspace)
      return workspace.loaded
    end)
  end, 20)
  return ready and client or nil
end

---Opens a file, and selects nothing: the cursor goes to where a range begins.
---@param uri string
---@param range? lsp.Range
---@param client vim.lsp.Client
local function open(uri, range, client)
  if range then
    vim.lsp.util.show_document({ uri = uri, range = range }, client.offset_encoding, { focus = true })
  else
    vim.cmd.edit(vim.fn.fnameescape(vim.uri_to_fname(uri)))
  end
end

---@param name string
function M.run(name)
  local root = sidestep.current_root()
  if not root then
    sidestep.notify('no workspace here: no sidestep.yaml and no content/roles', vim.log.levels.ERROR)
    return
  end
  if name == '' then
    vim.ui.input({ prompt = 'Name of the new role: ' }, function(answer)
      answer = vim.trim(answer or '')
      if answer ~= '' then
        M.run(answer)
      end
    end)
    return
  end
  local client = server(root)
  if not client then
    sidestep.notify('a new role needs the language server, which does not answer', vim.log.levels.ERROR)
    return
  end
  local buffer = vim.api.nvim_buf_get_name(0)
  local near = vim.uri_from_fname(buffer ~= '' and not buffer:match('^%a[%w+.-]*://') and buffer or root)
  local answer, why = client:request_sync('sidestep/newRole', { name = name, near = near }, PATIENCE, 0)
  local plan = answer and answer.result
  if not plan then
    sidestep.notify(why or answer and answer.err and answer.err.message or 'no answer', vim.log.levels.ERROR)
    return
  end
  if plan.why then
    sidestep.notify(plan.why, vim.log.levels.ERROR)
  elseif plan.text then
    local path = vim.uri_to_fname(plan.uri)
    vim.fn.mkdir(vim.fs.dirname(path), 'p')
    -- Exclusively: a file that has appeared since is not written over.
    local file, reason = vim.uv.fs_open(path, 'wx', tonumber('644', 8))
    if not file then
      sidestep.notify(('%s cannot be written: %s'):format(path, reason), vim.log.levels.ERROR)
      return
    end
    vim.uv.fs_write(file, plan.text)
    vim.uv.fs_close(file)
  end
  if plan.uri then
    open(plan.uri, plan.selection, client)
  end
end

return M
