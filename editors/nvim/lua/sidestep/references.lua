-- `:Sidestep references`: who mentions a role or a term, in the quickfix list.
local sidestep = require('sidestep')
local server = require('sidestep.server')

local M = {}

---@alias sidestep.Place { textDocument: { uri: string }, position: lsp.Position }

---@param uri string
---@param position lsp.Position
---@return sidestep.Place
local function place(uri, position)
  return { textDocument = { uri = uri }, position = position }
end

---The thing whose name is at the cursor, else the role of the file or the term whose entry it is.
---@param client vim.lsp.Client
---@return sidestep.Place? place
---@return string? name
local function at_cursor(client)
  if not client.attached_buffers[vim.api.nvim_get_current_buf()] then
    return
  end
  local here = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local answer = client:request_sync('textDocument/prepareRename', here, server.PATIENCE, 0)
  local found = answer and answer.result
  if found and found.placeholder then
    return place(here.textDocument.uri, here.position), found.placeholder
  end
  local symbols = server.ask(client, 'textDocument/documentSymbol', { textDocument = here.textDocument })
  for _, symbol in ipairs(symbols or {}) do
    if symbol.range.start.line <= here.position.line and here.position.line <= symbol.range['end'].line then
      return place(here.textDocument.uri, symbol.selectionRange.start), symbol.name
    end
  end
end

---@param client vim.lsp.Client
---@param name string
---@return lsp.WorkspaceSymbol[]
local function symbols(client, name)
  return server.ask(client, 'workspace/symbol', { query = name }) or {}
end

---The thing of a name, in any letter case.
---@param client vim.lsp.Client
---@param name string
---@return sidestep.Place? place
---@return string? name as it is written
local function named(client, name)
  for _, symbol in ipairs(symbols(client, name)) do
    if vim.fn.tolower(symbol.name) == vim.fn.tolower(name) then
      return place(symbol.location.uri, symbol.location.range.start), symbol.name
    end
  end
end

---The names of all roles and terms, for completion.
---@return string[]
function M.names()
  local client = sidestep.client(0) or vim.lsp.get_clients({ name = 'sidestep' })[1]
  return client and vim.tbl_map(function(symbol)
    return symbol.name
  end, symbols(client, '')) or {}
end

---@param name string none for what is at the cursor
function M.run(name)
  local client = server.here()
  if not client then
    return
  end
  local where, thing
  if name == '' then
    where, thing = at_cursor(client)
  else
    where, thing = named(client, name)
  end
  if not where then
    local why = name == '' and 'there is no role or term at the cursor' or ('nothing is named "%s"'):format(name)
    sidestep.notify(why, vim.log.levels.ERROR)
    return
  end
  local params = vim.tbl_extend('error', where, { context = { includeDeclaration = false } })
  local found = server.ask(client, 'textDocument/references', params) or {}
  if #found == 0 then
    sidestep.notify(('nothing mentions "%s"'):format(thing))
    return
  end
  local items = vim.lsp.util.locations_to_items(found, client.offset_encoding)
  vim.fn.setqflist({}, ' ', { title = ('%s: %d mentions'):format(thing, #items), items = items })
  vim.cmd('botright copen')
end

return M
