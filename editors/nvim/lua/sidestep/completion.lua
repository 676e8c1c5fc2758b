-- Corrections to Neovim's own completion, so that names of several words are found and inserted whole. Completion
-- plugins need none of them and are not touched.
local M = {}

---The clients whose answers are prepared.
---@type table<integer, true>
local prepared = {}

---Neovim keeps only what begins with what is typed, in the same case; the server has matched it already, in any case and
---anywhere in a name. Without a text to filter by, Neovim leaves that to the server.
---@param result lsp.CompletionList|lsp.CompletionItem[]|nil
local function keep_matches(result)
  for _, item in ipairs(result and (result.items or result) or {}) do
    if item.filterText == item.label then
      item.filterText = nil
    end
  end
end

---@param client vim.lsp.Client
local function prepare(client)
  if prepared[client.id] then
    return
  end
  prepared[client.id] = true
  local request = client.request
  client.request = function(self, method, params, handler, bufnr)
    if method ~= 'textDocument/completion' or not handler then
      return request(self, method, params, handler, bufnr)
    end
    return request(self, method, params, function(err, result, context)
      keep_matches(result)
      return handler(err, result, context)
    end, bufnr)
  end
end

---Neovim 0.11 inserts a text only up to its first space, shows documentation as it is written, and calls a role a
---class beside saying that it is a role.
---@param item lsp.CompletionItem
---@return table
local function convert(item)
  local shown = { kind = '' }
  local plain = item.insertTextFormat ~= vim.lsp.protocol.InsertTextFormat.Snippet
  local text = item.textEdit and item.textEdit.newText or item.insertText or item.label
  if plain and not text:find('\n') then
    shown.word = text
  end
  local documentation = item.documentation
  if type(documentation) == 'table' and documentation.kind == 'markdown' then
    shown.info = documentation.value:gsub('%*%*(.-)%*%*', '%1'):gsub('`([^`\n]+)`', '%1')
  end
  return shown
end

---Whether a buffer's completion opens by itself, as its user has said.
---@param bufnr integer
---@return boolean
local function opens_by_itself(bufnr)
  local filter = { group = 'nvim.lsp.completion_' .. bufnr, event = 'InsertCharPre', buffer = bufnr }
  local ok, found = pcall(vim.api.nvim_get_autocmds, filter)
  return ok and #found > 0
end

---@param client vim.lsp.Client
---@param bufnr integer
function M.attach(client, bufnr)
  prepare(client)
  -- After whatever else is done on LspAttach: what the user has enabled stays, with our conversion.
  vim.schedule(function()
    if client.attached_buffers[bufnr] and vim.api.nvim_buf_is_loaded(bufnr) then
      local autotrigger = opens_by_itself(bufnr)
      vim.lsp.completion.enable(false, client.id, bufnr)
      vim.lsp.completion.enable(true, client.id, bufnr, { autotrigger = autotrigger, convert = convert })
    end
  end)
end

return M
