-- What happens when the server begins to serve a buffer: completion inserts whole names, inlay hints and code lenses are
-- on and stay fresh.
local completion = require('sidestep.completion')
local lenses = require('sidestep.lenses')
local status = require('sidestep.status')

local M = {}

---Asks for inlay hints anew, if they are on.
---@param bufnr integer
local function refresh_hints(bufnr)
  local shown = vim.api.nvim_buf_is_loaded(bufnr) and vim.lsp.inlay_hint.is_enabled({ bufnr = bufnr })
  if shown and vim.g.sidestep_inlay_hints ~= false then
    vim.lsp.inlay_hint.enable(true, { bufnr = bufnr })
  end
end

---@param client vim.lsp.Client
---@param bufnr integer
function M.attach(client, bufnr)
  completion.attach(client, bufnr)
  if vim.g.sidestep_inlay_hints ~= false then
    vim.lsp.inlay_hint.enable(true, { bufnr = bufnr })
  end
  local group = vim.api.nvim_create_augroup('sidestep.buffer.' .. bufnr, {})
  vim.api.nvim_create_autocmd({ 'BufEnter', 'FocusGained', 'InsertLeave', 'TextChanged', 'BufWritePost' }, {
    group = group,
    buffer = bufnr,
    desc = 'Sidestep: fresh code lenses',
    callback = function()
      lenses.refresh(bufnr)
    end,
  })
  -- Neovim asks again when the buffer changes; other files may have changed since it was left.
  vim.api.nvim_create_autocmd({ 'BufEnter', 'FocusGained' }, {
    group = group,
    buffer = bufnr,
    desc = 'Sidestep: fresh inlay hints',
    callback = function()
      refresh_hints(bufnr)
    end,
  })
  vim.api.nvim_create_autocmd('LspDetach', {
    group = group,
    buffer = bufnr,
    callback = function(event)
      if event.data.client_id == client.id then
        lenses.clear(client.id, bufnr)
        vim.api.nvim_del_augroup_by_id(group)
      end
    end,
  })
  -- What other files say is known once all have been read.
  status.when_loaded(client, function()
    if client.attached_buffers[bufnr] then
      refresh_hints(bufnr)
      lenses.start(bufnr)
    end
  end)
end

return M
