-- What the servers say about themselves: by the notification `sidestep/statusChanged`, asked for once before the first.
local M = {}

---How long after an answer a server of an older version, which says nothing by itself, is asked again (milliseconds).
local AGAIN = 1000

---What a server said last, by its client.
---@type table<integer, { searching: boolean, workspaces: { folder: string, loaded: boolean, files: integer, withFindings: integer }[] }>
local said = {}

---Who waits for a server that has read everything.
---@type table<integer, fun()[]>
local waiting = {}

---Whether a server has read all of its workspaces.
---@param client vim.lsp.Client
---@return boolean
function M.loaded(client)
  local status = said[client.id]
  return status ~= nil
    and not status.searching
    and vim.iter(status.workspaces):all(function(workspace)
      return workspace.loaded
    end)
end

---@param client vim.lsp.Client
---@param status? table
local function take(client, status)
  if not status then
    return
  end
  said[client.id] = status
  if M.loaded(client) then
    local callbacks = waiting[client.id] or {}
    waiting[client.id] = nil
    for _, callback in ipairs(callbacks) do
      callback()
    end
  end
end

---The client's half of the notification.
---@type lsp.Handler
function M.on_changed(_, status, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  if client then
    take(client, status)
  end
end

---@param client vim.lsp.Client
local function ask(client)
  client:request('sidestep/status', nil, function(_, status)
    take(client, status)
    vim.defer_fn(function()
      if waiting[client.id] and not client:is_stopped() then
        ask(client)
      end
    end, AGAIN)
  end)
end

---Calls back once the server has read everything.
---@param client vim.lsp.Client
---@param callback fun()
function M.when_loaded(client, callback)
  if M.loaded(client) then
    callback()
    return
  end
  local first = waiting[client.id] == nil
  waiting[client.id] = waiting[client.id] or {}
  table.insert(waiting[client.id], callback)
  -- It may have said so before this Neovim listened.
  if first then
    ask(client)
  end
end

---Forgets a server that has ended.
---@param client_id integer
function M.forget(client_id)
  said[client_id] = nil
  waiting[client_id] = nil
end

return M
