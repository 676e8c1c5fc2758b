-- Drives a real Neovim with the plugin installed, as a user does: keys go in, and what buffers, lists and windows show
-- is looked at. Run by run.sh as `nvim -l drive.lua`. The steps follow on each other: what one writes, the next may find.
local here = vim.fs.dirname(vim.fs.abspath(arg[0]))
package.path = ('%s/?.lua;%s/steps/?.lua;%s'):format(here, here, package.path)

local editor = require('editor')
editor.start()
for _, steps in ipairs({
  'findings',
  'lenses',
  'completion',
  'navigation',
  'changes',
  'freshness',
  'commands',
  'values',
  'collections',
  'marks',
  'setups',
  'typing',
}) do
  require(steps)
end
editor.finish()
