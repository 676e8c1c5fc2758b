-- `:Sidestep explain`: what a finding means.
local sidestep = require('sidestep')

local M = {}

---@type string[]?
local known

---The codes of all findings, for completion.
---@return string[]
function M.codes()
  if not known then
    local ok, process = pcall(vim.system, { sidestep.program(), '--color', 'never', 'explain' }, { text = true })
    local result = ok and process:wait(2000)
    if not result or result.code ~= 0 then
      return {}
    end
    known = vim.tbl_map(function(line)
      return line:match('^%S+')
    end, vim.split(result.stdout, '\n', { trimempty = true }))
  end
  return vim.list_slice(known)
end

---The code of the finding under the cursor, else of one in its line.
---@return string?
local function under_cursor()
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  local here = vim.tbl_filter(function(finding)
    return finding.source == 'sidestep' and finding.code ~= nil
  end, vim.diagnostic.get(0, { lnum = row - 1 }))
  local best = here[1]
  for _, finding in ipairs(here) do
    if finding.col <= column and (column < finding.end_col or finding.end_lnum > row - 1) then
      best = finding
      break
    end
  end
  return best and tostring(best.code)
end

---@param argument string a code; none for that of the finding under the cursor, or for the list of all
function M.run(argument)
  local code = argument ~= '' and argument or under_cursor()
  sidestep.run({ 'explain', code }, nil, function(output)
    local lines = vim.split(output, '\n', { trimempty = true })
    sidestep.show('sidestep://explain/' .. (code or 'all'), code and 'markdown' or 'text', lines)
  end)
end

return M
