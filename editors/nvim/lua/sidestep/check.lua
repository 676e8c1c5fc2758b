-- `:Sidestep check`: the findings of the whole workspace, as it is on disk, in the quickfix list.
local sidestep = require('sidestep')

local M = {}

---One finding: path:line:column: severity[code] message. The same as in compiler/sidestep.vim.
M.errorformat = '%f:%l:%c: %t%*[a-z]%m'

---@param output string
---@param root string
---@return table[] items for |setqflist()|
function M.items(output, root)
  local lines = vim.tbl_map(function(line)
    return vim.startswith(line, '/') and line or vim.fs.joinpath(root, line)
  end, vim.split(output, '\n', { trimempty = true }))
  local list = vim.fn.getqflist({ lines = lines, efm = M.errorformat })
  return vim.tbl_filter(function(item)
    return item.valid == 1
  end, list.items)
end

---@param argument string a file or folder to report on; none for all
function M.run(argument)
  local root = sidestep.current_root()
  if not root then
    sidestep.notify('no workspace here: no sidestep.yaml and no content/roles', vim.log.levels.ERROR)
    return
  end
  local arguments = { 'check', '--format', 'concise' }
  if argument ~= '' then
    table.insert(arguments, vim.fs.abspath(vim.fn.expand(argument)))
  end
  sidestep.run(arguments, root, function(output)
    local items = M.items(output, root)
    vim.fn.setqflist({}, ' ', { title = 'Sidestep check', items = items })
    if #items == 0 then
      vim.cmd.cclose()
      sidestep.notify('no findings')
    else
      vim.cmd('botright copen')
    end
    vim.api.nvim_exec_autocmds('QuickFixCmdPost', { pattern = 'sidestep', modeline = false })
  end)
end

return M
