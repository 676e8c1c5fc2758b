-- `:Sidestep page`: the rendered page of a role beside its file, refreshed as one types.
local sidestep = require('sidestep')

local M = {}

---How long after a change the page is asked for anew (milliseconds).
local PAUSE = 80

---The open pages: buffer of the page by buffer of the role.
---@type table<integer, integer>
local pages = {}

---@param bufnr integer the role's buffer
---@param done fun(lines: string[], name: string?)
local function ask(bufnr, done)
  local client = sidestep.client(bufnr)
  if not client then
    done({ 'The server does not run for this file.' })
    return
  end
  local params = { uri = vim.uri_from_bufnr(bufnr), format = 'markdown' }
  client:request('sidestep/page', params, function(err, answer)
    if err or not answer then
      done({ 'There is no page: ' .. (err and err.message or 'no answer') })
    elseif answer.text then
      done(vim.split(answer.text, '\n', { trimempty = true }), answer.name)
    else
      done({ 'There is no page: ' .. answer.why .. '.' })
    end
  end, bufnr)
end

---@param bufnr integer
local function refresh(bufnr)
  local page = pages[bufnr]
  if not page or not vim.api.nvim_buf_is_valid(page) or not vim.api.nvim_buf_is_loaded(bufnr) then
    pages[bufnr] = nil
    return
  end
  ask(bufnr, function(lines)
    if vim.api.nvim_buf_is_valid(page) and not vim.deep_equal(lines, vim.api.nvim_buf_get_lines(page, 0, -1, false)) then
      sidestep.set_lines(page, lines)
    end
  end)
end

local waiting = false
local function refresh_all()
  if waiting or vim.tbl_isempty(pages) then
    return
  end
  waiting = true
  vim.defer_fn(function()
    waiting = false
    for bufnr in pairs(vim.deepcopy(pages)) do
      refresh(bufnr)
    end
  end, PAUSE)
end

---Opens the page of the current buffer.
function M.open()
  local bufnr = vim.api.nvim_get_current_buf()
  if not sidestep.client(bufnr) then
    sidestep.notify('the server does not run for this file (:checkhealth sidestep)', vim.log.levels.ERROR)
    return
  end
  local window = vim.api.nvim_get_current_win()
  ask(bufnr, function(lines)
    local name = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(bufnr), ':t:r')
    pages[bufnr] = sidestep.show('sidestep://page/' .. name, 'markdown', lines, true)
    -- The page is read while the role is written.
    if vim.api.nvim_win_is_valid(window) then
      vim.api.nvim_set_current_win(window)
    end
  end)
  -- A page shows what other files say too, so that a change of any of them counts.
  local group = vim.api.nvim_create_augroup('sidestep.page', {})
  vim.api.nvim_create_autocmd('LspNotify', {
    group = group,
    callback = function(event)
      if vim.startswith(event.data.method, 'textDocument/did') then
        refresh_all()
      end
    end,
  })
  vim.api.nvim_create_autocmd({ 'DiagnosticChanged', 'FocusGained', 'LspAttach' }, { group = group, callback = refresh_all })
end

return M
