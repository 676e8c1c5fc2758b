-- `:Sidestep retire`, `merge`, `delete` and `duplicate`: changes of a role or a term with all that refers to it. What
-- changes, the server knows; here the author is asked, and buffers are changed, which are not written.
local sidestep = require('sidestep')
local new = require('sidestep.new')
local server = require('sidestep.server')

local M = {}

---The thing at the cursor, else the role of the file; what can become of it.
---@param purpose 'retire'|'merge'|'delete'|'duplicate'
---@return vim.lsp.Client? client
---@return table? which
---@return table? choices
local function begin(purpose)
  local client = server.here()
  if not client then
    return
  end
  local which = {}
  if client.attached_buffers[vim.api.nvim_get_current_buf()] then
    which = vim.lsp.util.make_position_params(0, client.offset_encoding)
  end
  local choices = server.ask(client, 'sidestep/choices', vim.tbl_extend('error', which, { ['for'] = purpose }))
  if choices and choices.why then
    sidestep.notify(choices.why, vim.log.levels.ERROR)
    return
  end
  return client, which, choices
end

---Says "1 page" or "2 pages".
local function count(number, what)
  return ('%d %s%s'):format(number, what, number == 1 and '' or 's')
end

---Makes a change, and lists what is left to the author.
---@param client vim.lsp.Client
---@param method string
---@param params table
local function apply(client, method, params)
  local answer = server.ask(client, method, params)
  if not answer then
    return
  end
  if answer.why or not answer.edit then
    sidestep.notify(answer.why or 'nothing to change', vim.log.levels.ERROR)
    return
  end
  local items = {}
  for _, place in ipairs(answer.left or {}) do
    local item = vim.lsp.util.locations_to_items({ place }, client.offset_encoding)[1]
    item.text = place.reason
    table.insert(items, item)
  end
  -- Before the change, so that the list moves with its lines.
  if #items > 0 then
    vim.fn.setqflist({}, ' ', { title = answer.title, items = items })
  end
  vim.lsp.util.apply_workspace_edit(answer.edit, client.offset_encoding)
  local said = ('%s: %s changed (:wall writes them)'):format(answer.title, count(answer.files, 'file'))
  if #items > 0 then
    said = ('%s; %s left, in the quickfix list'):format(said, count(#items, 'place'))
    vim.cmd('botright copen')
  end
  sidestep.notify(said)
end

---Changes the thing at the cursor with the help of another one, which is asked for unless it was given with the command.
---@param purpose 'retire'|'merge'
---@param other string
---@param prompt string
---@param key string what the server calls the other one
local function with_other(purpose, other, prompt, key)
  local client, which, choices = begin(purpose)
  if not client or not choices then
    return
  end
  local function done(name)
    apply(client, 'sidestep/' .. purpose, vim.tbl_extend('error', which, { [key] = name }))
  end
  if other ~= '' then
    return done(other)
  end
  vim.ui.select(choices.choices, {
    prompt = prompt:format(choices.name),
    format_item = function(choice)
      return choice.detail and ('%s (%s)'):format(choice.name, choice.detail) or choice.name
    end,
  }, function(choice)
    if choice then
      done(choice.name)
    end
  end)
end

---@param successor string
function M.retire(successor)
  with_other('retire', successor, 'Retire "%s" in favour of', 'by')
end

---@param other string
function M.merge(other)
  with_other('merge', other, 'Merge "%s" into', 'into')
end

function M.delete()
  local client, which, choices = begin('delete')
  if not client or not choices then
    return
  end
  local question = ('Delete "%s", its file and all that refers to it? %s, on %s'):format(
    choices.name,
    count(choices.uses, 'mention'),
    count(choices.pages, 'page')
  )
  if vim.fn.confirm(question, '&Delete\n&Keep', 2) == 1 then
    apply(client, 'sidestep/delete', which)
  end
end

---@param name string
function M.duplicate(name)
  local client, which, choices = begin('duplicate')
  if client and choices then
    new.with_name(name, ('Name of the role like "%s": '):format(choices.name), function(chosen)
      local plan = server.ask(client, 'sidestep/duplicate', vim.tbl_extend('error', which, { as = chosen }))
      if plan then
        new.write(plan, client)
      end
    end)
  end
end

return M
