-- Corrections to Neovim's own completion, so that names of several words are found and inserted whole, in the place of
-- what stands there. Completion plugins need none of them and are not touched.
local M = {}

---The clients whose answers are prepared.
---@type table<integer, true>
local prepared = {}

---Where completion was asked for last, by buffer: items say where the text ends that they replace, as it was then.
---@type table<integer, lsp.Position>
local asked = {}

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

---Whether an answer comes when the author has typed on, and would be selected, so that Enter takes what it begins with.
---@param position lsp.Position where it was asked for
---@param encoding string
---@return boolean
local function comes_too_late(position, encoding)
  local options = vim.split(vim.bo.completeopt ~= '' and vim.bo.completeopt or vim.o.completeopt, ',')
  if not vim.list_contains(options, 'noinsert') or vim.list_contains(options, 'noselect') then
    return false
  end
  return not vim.deep_equal(vim.lsp.util.make_position_params(0, encoding).position, position)
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
      asked[context.bufnr] = params.position
      keep_matches(result)
      if comes_too_late(params.position, client.offset_encoding) then
        result = { isIncomplete = true, items = {} }
      end
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

---Neovim 0.11 replaces what stands before the cursor: takes away the rest of what an accepted item stands for.
---@param client vim.lsp.Client
---@param bufnr integer
local function take_rest(client, bufnr)
  local known = vim.tbl_get(vim.v.completed_item, 'user_data', 'nvim', 'lsp') or {}
  local range = known.client_id == client.id and vim.tbl_get(known, 'completion_item', 'textEdit', 'range')
  local position = asked[bufnr]
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  if vim.v.event.reason ~= 'accept' or not range or not position or range['end'].line ~= row - 1 then
    return
  end
  local rest = range['end'].character - position.character
  if position.line ~= row - 1 or rest <= 0 then
    return
  end
  local after = vim.api.nvim_get_current_line():sub(column + 1)
  local to = column + vim.str_byteindex(after, client.offset_encoding, rest, false)
  vim.api.nvim_buf_set_text(bufnr, row - 1, column, row - 1, to, {})
end

---Closes a list in which what was typed stands as a whole: Enter breaks the line then, also where it takes an item. The
---server offers nothing there either, but its answer may come after the next key.
---@param client vim.lsp.Client
local function close_when_complete(client)
  local before = vim.api.nvim_get_current_line():sub(1, vim.api.nvim_win_get_cursor(0)[2])
  for _, item in ipairs(vim.fn.complete_info({ 'items' }).items) do
    local ours = vim.tbl_get(item, 'user_data', 'nvim', 'lsp', 'client_id') == client.id
    if ours and item.word ~= '' and vim.endswith(before, item.word) then
      local stop = vim.api.nvim_replace_termcodes('<C-x><C-z>', true, true, true)
      return vim.api.nvim_feedkeys(stop, 'in', false)
    end
  end
end

---@param client vim.lsp.Client
---@param bufnr integer
---@param group integer
local function watch_typing(client, bufnr, group)
  -- Other keys change the text too: those that go through the list.
  local typed = false
  vim.api.nvim_create_autocmd('InsertCharPre', {
    group = group,
    buffer = bufnr,
    callback = function()
      typed = true
    end,
  })
  vim.api.nvim_create_autocmd('TextChangedP', {
    group = group,
    buffer = bufnr,
    desc = 'Sidestep: no list behind a complete text',
    callback = function()
      if typed then
        typed = false
        close_when_complete(client)
      end
    end,
  })
end

---Whether a buffer's completion opens by itself, as its user has said.
---@param bufnr integer
---@return boolean
local function opens_by_itself(bufnr)
  local filter = { group = 'nvim.lsp.completion_' .. bufnr, event = 'InsertCharPre', buffer = bufnr }
  local ok, found = pcall(vim.api.nvim_get_autocmds, filter)
  return ok and #found > 0
end

---By default Neovim inserts the first item of a list as soon as the list is there, over what is typed.
---@param bufnr integer
local function select_nothing(bufnr)
  local options = vim.split(vim.o.completeopt, ',', { trimempty = true })
  if not vim.list_contains(options, 'noselect') and not vim.list_contains(options, 'noinsert') then
    vim.bo[bufnr].completeopt = table.concat(vim.list_extend({ 'menuone', 'noselect' }, options), ',')
  end
end

---Opens the values of a key that has just been inserted, where lists open by themselves.
---@param bufnr integer
function M.suggest(bufnr)
  if bufnr == vim.api.nvim_get_current_buf() and opens_by_itself(bufnr) then
    vim.lsp.completion.get()
  end
end

---@param client vim.lsp.Client
---@param bufnr integer
function M.attach(client, bufnr)
  prepare(client)
  -- After whatever else is done on LspAttach: what the user has enabled stays, with our conversion.
  vim.schedule(function()
    if not client.attached_buffers[bufnr] or not vim.api.nvim_buf_is_loaded(bufnr) then
      return
    end
    local autotrigger = opens_by_itself(bufnr)
    if autotrigger then
      select_nothing(bufnr)
    end
    vim.lsp.completion.enable(false, client.id, bufnr)
    local group = vim.api.nvim_create_augroup('sidestep.completion.' .. bufnr, {})
    watch_typing(client, bufnr, group)
    -- Before Neovim's own, which writes down that the text is as it was.
    vim.api.nvim_create_autocmd('CompleteDone', {
      group = group,
      buffer = bufnr,
      desc = 'Sidestep: an item replaces all that it stands for',
      callback = function()
        take_rest(client, bufnr)
      end,
    })
    vim.lsp.completion.enable(true, client.id, bufnr, { autotrigger = autotrigger, convert = convert })
  end)
end

return M
