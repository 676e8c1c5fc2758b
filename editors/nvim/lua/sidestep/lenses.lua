-- Code lenses: who lists a role, which roles use a term. They are counted when they are shown, so they are asked for in
-- two steps; drawn in one, so that nothing flickers.
local sidestep = require('sidestep')

local M = {}

---From 0.12 on Neovim asks, draws and refreshes by itself.
local native = vim.lsp.codelens.enable ~= nil

---Counts requests, so that an answer that comes late is thrown away.
---@type table<integer, integer>
local asked = {}

---@param client vim.lsp.Client
---@param bufnr integer
---@param lenses lsp.CodeLens[]
local function draw(client, bufnr, lenses)
  if vim.api.nvim_buf_is_loaded(bufnr) and client.attached_buffers[bufnr] then
    vim.lsp.codelens.save(lenses, bufnr, client.id)
    vim.lsp.codelens.display(lenses, bufnr, client.id)
  end
end

---Asks for the lenses of a buffer and draws them.
---@param bufnr integer
function M.refresh(bufnr)
  local client = sidestep.client(bufnr)
  if native or not client or vim.g.sidestep_code_lenses == false then
    return
  end
  local turn = (asked[bufnr] or 0) + 1
  asked[bufnr] = turn
  local params = { textDocument = vim.lsp.util.make_text_document_params(bufnr) }
  client:request('textDocument/codeLens', params, function(_, lenses)
    lenses = lenses or {}
    local left = #lenses
    if left == 0 then
      draw(client, bufnr, lenses)
    end
    for _, lens in ipairs(lenses) do
      client:request('codeLens/resolve', lens, function(_, resolved)
        lens.command = resolved and resolved.command or { title = '…', command = '' }
        left = left - 1
        if left == 0 and asked[bufnr] == turn then
          draw(client, bufnr, lenses)
        end
      end, bufnr)
    end
  end, bufnr)
end

---Begins to show lenses; not before the workspace has been read, since counts would be too low.
---@param bufnr integer
function M.start(bufnr)
  if not native then
    M.refresh(bufnr)
  elseif vim.g.sidestep_code_lenses ~= false then
    vim.lsp.codelens.enable(true, { bufnr = bufnr })
  end
end

---@param client_id integer
---@param bufnr integer
function M.clear(client_id, bufnr)
  asked[bufnr] = nil
  if not native then
    vim.lsp.codelens.clear(client_id, bufnr)
  end
end

---The client's half of a lens: shows the places that it counted in the quickfix list.
---@param command lsp.Command arguments: address, position, locations
---@param context { client_id: integer, bufnr: integer }
function M.show(command, context)
  local client = assert(vim.lsp.get_client_by_id(context.client_id))
  local locations = command.arguments and command.arguments[3] or {}
  local items = vim.lsp.util.locations_to_items(locations, client.offset_encoding)
  vim.fn.setqflist({}, ' ', { title = command.title, items = items })
  vim.cmd('botright copen')
  -- Neovim takes a lens away when it is run.
  M.refresh(context.bufnr)
end

return M
