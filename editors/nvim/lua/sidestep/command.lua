-- `:Sidestep`: finds the subcommand, and completes what can be completed.
local sidestep = require('sidestep')

local M = {}

---@type table<string, fun(argument: string, bang: boolean)>
local commands = {
  check = function(argument)
    require('sidestep.check').run(argument)
  end,
  delete = function()
    require('sidestep.change').delete()
  end,
  duplicate = function(argument)
    require('sidestep.change').duplicate(argument)
  end,
  explain = function(argument)
    require('sidestep.explain').run(argument)
  end,
  merge = function(argument)
    require('sidestep.change').merge(argument)
  end,
  new = function(argument)
    require('sidestep.new').run(argument)
  end,
  page = function()
    require('sidestep.page').open()
  end,
  references = function(argument)
    require('sidestep.references').run(argument)
  end,
  restart = function()
    require('sidestep.restart').restart()
  end,
  retire = function(argument)
    require('sidestep.change').retire(argument)
  end,
}

---@param arguments vim.api.keyset.create_user_command.command_args
function M.run(arguments)
  local name, rest = arguments.args:match('^(%S*)%s*(.-)%s*$')
  local command = commands[name]
  if not command then
    local known = table.concat(vim.fn.sort(vim.tbl_keys(commands)), ', ')
    local text = name == '' and 'one of: %s' or '"%s" is not a command; one of: %s'
    sidestep.notify(name == '' and text:format(known) or text:format(name, known), vim.log.levels.ERROR)
    return
  end
  command(rest)
end

---The names that begin with what is typed, which may be several words, from its last word on.
---@param names string[]
---@param lead string
---@param typed string
---@return string[]
local function last_words(names, lead, typed)
  local words = {}
  for _, name in ipairs(names) do
    if vim.startswith(vim.fn.tolower(name), vim.fn.tolower(typed)) then
      table.insert(words, lead .. name:sub(#typed + 1))
    end
  end
  return words
end

---@param lead string what is typed of the word
---@param line string
---@return string[]
function M.complete(lead, line)
  local name, typed = line:match('Sidestep!?%s+(%S+)%s+(.*)$')
  local words = {}
  if not name then
    words = vim.tbl_keys(commands)
  elseif name == 'references' then
    words = last_words(require('sidestep.references').names(), lead, typed)
  elseif typed ~= lead then
    return {}
  elseif name == 'explain' then
    words = require('sidestep.explain').codes()
  elseif name == 'check' then
    words = vim.fn.getcompletion(lead, 'file')
  end
  table.sort(words)
  return vim.tbl_filter(function(word)
    return vim.startswith(word, lead)
  end, words)
end

return M
