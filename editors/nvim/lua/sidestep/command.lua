-- `:Sidestep`: finds the subcommand, and completes what can be completed.
local sidestep = require('sidestep')

local M = {}

---@type table<string, fun(argument: string, bang: boolean)>
local commands = {
  check = function(argument)
    require('sidestep.check').run(argument)
  end,
  explain = function(argument)
    require('sidestep.explain').run(argument)
  end,
  new = function(argument)
    require('sidestep.new').run(argument)
  end,
  page = function()
    require('sidestep.page').open()
  end,
  restart = function()
    require('sidestep.restart').restart()
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

---@param lead string what is typed of the word
---@param line string
---@return string[]
function M.complete(lead, line)
  local before = vim.trim(line:sub(1, #line - #lead)):gsub('^.-Sidestep!?%s*', '')
  local words = {}
  if before == '' then
    words = vim.tbl_keys(commands)
  elseif before == 'explain' then
    words = require('sidestep.explain').codes()
  elseif before == 'check' then
    words = vim.fn.getcompletion(lead, 'file')
  end
  table.sort(words)
  return vim.tbl_filter(function(word)
    return vim.startswith(word, lead)
  end, words)
end

return M
