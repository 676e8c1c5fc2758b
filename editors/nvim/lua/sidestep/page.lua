-- `:Sidestep page`: the rendered page of a role beside its file, refreshed as one types.
local sidestep = require('sidestep')

local M = {}

---How long after a change the page is asked for anew (milliseconds).
local PAUSE = 80

local NAME = 'sidestep://page'

---The buffer of the role whose page is shown.
---@type integer?
local source

---The page's buffer, if it is open.
---@return integer?
local function page()
  local bufnr = vim.fn.bufnr('^' .. NAME .. '$')
  return bufnr > 0 and bufnr or nil
end

---@param bufnr integer the role's buffer
---@param done fun(lines: string[], found: boolean)
local function ask(bufnr, done)
  local client = sidestep.client(bufnr)
  if not client then
    return
  end
  local params = { uri = vim.uri_from_bufnr(bufnr), format = 'markdown' }
  client:request('sidestep/page', params, function(err, answer)
    if answer and answer.text then
      done(vim.split(answer.text, '\n', { trimempty = true }), true)
    else
      done({ ('There is no page: %s.'):format(answer and answer.why or err and err.message or 'no answer') }, false)
    end
  end, bufnr)
end

---Asks for the page of a role, the shown one or another that the cursor has come to.
---@param bufnr integer
local function refresh(bufnr)
  ask(bufnr, function(lines, found)
    local shown = page()
    -- Other files have no page; then the last one stays.
    if shown and (found or bufnr == source) then
      source = bufnr
      if not vim.deep_equal(lines, vim.api.nvim_buf_get_lines(shown, 0, -1, false)) then
        sidestep.set_lines(shown, lines)
      end
    end
  end)
end

local waiting = false
local function refresh_soon()
  if waiting then
    return
  end
  waiting = true
  vim.defer_fn(function()
    waiting = false
    if source and page() and vim.api.nvim_buf_is_loaded(source) then
      refresh(source)
    end
  end, PAUSE)
end

---Keeps the page fresh for as long as it is open.
---@param shown integer
local function follow(shown)
  local group = vim.api.nvim_create_augroup('sidestep.page', {})
  -- A page shows what other files say too, so that a change of any of them counts.
  vim.api.nvim_create_autocmd('LspNotify', {
    group = group,
    callback = function(event)
      if vim.startswith(event.data.method, 'textDocument/did') then
        refresh_soon()
      end
    end,
  })
  vim.api.nvim_create_autocmd({ 'DiagnosticChanged', 'FocusGained' }, { group = group, callback = refresh_soon })
  vim.api.nvim_create_autocmd({ 'BufEnter', 'LspAttach' }, {
    group = group,
    callback = function(event)
      if event.buf == vim.api.nvim_get_current_buf() and event.buf ~= source then
        refresh(event.buf)
      end
    end,
  })
  vim.api.nvim_create_autocmd('BufWipeout', {
    group = group,
    buffer = shown,
    callback = function()
      vim.api.nvim_del_augroup_by_id(group)
    end,
  })
end

---Opens the page of the current buffer.
function M.open()
  local bufnr, window = vim.api.nvim_get_current_buf(), vim.api.nvim_get_current_win()
  if not sidestep.client(bufnr) then
    sidestep.notify('the server does not run for this file (:checkhealth sidestep)', vim.log.levels.ERROR)
    return
  end
  ask(bufnr, function(lines)
    source = bufnr
    follow(sidestep.show(NAME, 'markdown', lines, true))
    -- The page is read while the role is written.
    if vim.api.nvim_win_is_valid(window) then
      vim.api.nvim_set_current_win(window)
    end
  end)
end

return M
