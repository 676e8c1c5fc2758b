-- Starts a server again that has ended by itself: buffers are as they were, unsaved text included.
local sidestep = require('sidestep')

local M = {}

---So many times within so many seconds; a server that ends more often is left alone.
local TIMES, WITHIN = 5, 180
---How long after the end (milliseconds): Neovim has to clear up first.
local PAUSE = 300

---When the server was started again (seconds).
---@type number[]
local starts = {}

---@param config vim.lsp.ClientConfig
---@param buffers integer[]
local function start(config, buffers)
  for _, bufnr in ipairs(buffers) do
    if vim.api.nvim_buf_is_loaded(bufnr) and not sidestep.client(bufnr) then
      vim.lsp.start(config, { bufnr = bufnr })
    end
  end
end

---@param code integer
---@param signal integer
---@param client_id integer
function M.on_exit(code, signal, client_id)
  local client = vim.lsp.get_client_by_id(client_id)
  -- Without an error, or by SIGTERM: somebody wanted it.
  local wanted = code == 0 and (signal == 0 or signal == 15)
  if wanted or not client or not client.initialized or vim.v.exiting ~= vim.NIL then
    return
  end
  local now = vim.uv.now() / 1000
  starts = vim.tbl_filter(function(at)
    return now - at < WITHIN
  end, starts)
  local buffers = vim.tbl_keys(client.attached_buffers)
  vim.schedule(function()
    if #starts >= TIMES then
      sidestep.notify('the server keeps ending; ":Sidestep restart" tries again', vim.log.levels.ERROR)
      return
    end
    table.insert(starts, now)
    vim.defer_fn(function()
      if vim.lsp.is_enabled('sidestep') then
        start(client.config, buffers)
      end
    end, PAUSE)
  end)
end

---Ends the server and starts it again, or starts it where it does not run.
function M.restart()
  starts = {}
  local clients = vim.lsp.get_clients({ name = 'sidestep' })
  for _, client in ipairs(clients) do
    client:stop()
  end
  local ended = vim.wait(3000, function()
    return #vim.lsp.get_clients({ name = 'sidestep' }) == 0
  end, 20)
  if not ended then
    for _, client in ipairs(clients) do
      client:stop(true)
    end
  end
  vim.defer_fn(function()
    vim.lsp.enable('sidestep')
  end, PAUSE)
end

return M
