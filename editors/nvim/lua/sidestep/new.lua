-- `:Sidestep new NAME`: a new role's file.
local sidestep = require('sidestep')

local M = {}

---Letters that do not come apart into a plain letter and an accent, and signs that have words.
local WORDS = {
  ['ß'] = 'ss', ['æ'] = 'ae', ['Æ'] = 'ae', ['œ'] = 'oe', ['Œ'] = 'oe', ['+'] = 'plus', ['#'] = 'sharp', ['&'] = '-and-',
}

---What a role's file is called (without its extension): lower case, no accents, dashes for all else.
---@param name string
---@return string # empty for a name without a letter or digit of the Latin alphabet
function M.slug(name)
  for from, to in pairs(WORDS) do
    name = name:gsub(vim.pesc(from), to)
  end
  -- Accents that stand as characters of their own.
  name = vim.fn.substitute(name, '[\\u0300-\\u036f]', '', 'g')
  for letter in ('abcdefghijklmnopqrstuvwxyz'):gmatch('.') do
    name = vim.fn.substitute(name, ('\\C[[=%s=][=%s=]]'):format(letter, letter:upper()), letter, 'g')
  end
  return (name:lower():gsub('[^a-z0-9]+', '-'):gsub('^%-+', ''):gsub('%-+$', ''))
end

---The folder of new roles: what stands before the first wildcard of the settings' `roles`.
---@param root string
---@return string
function M.folder(root)
  local file = io.open(vim.fs.joinpath(root, 'sidestep.yaml'))
  local settings = file and '\n' .. file:read('a') or ''
  if file then
    file:close()
  end
  local pattern = settings:match('\nroles:%s*%[?%s*%-?%s*["\']?([^"\'%s,%]#]+)')
  local folder = pattern and pattern:match('^([^*?{%[]*)/') or 'content/roles'
  return vim.fs.joinpath(root, folder)
end

---A name as YAML; quoted only where a plain one would mean something else.
---@param name string
---@return string
local function scalar(name)
  local word = name:lower()
  local plain = name:match('^[%a\128-\255]') and not name:find(': ') and not name:find(' #') and not name:match(':$')
  local literal = vim.list_contains({ 'true', 'false', 'null', 'yes', 'no', 'on', 'off', 'y', 'n' }, word)
  return plain and not literal and name or vim.json.encode(name, { escape_slash = false })
end

---@param name string
function M.run(name)
  local root = sidestep.current_root()
  if not root then
    sidestep.notify('no workspace here: no sidestep.yaml and no content/roles', vim.log.levels.ERROR)
    return
  end
  if name == '' then
    vim.ui.input({ prompt = 'Name of the new role: ' }, function(answer)
      answer = vim.trim(answer or '')
      if answer ~= '' then
        M.run(answer)
      end
    end)
    return
  end
  local slug = M.slug(name)
  if slug == '' then
    sidestep.notify(('"%s" has no letter or digit that a file name could have'):format(name), vim.log.levels.ERROR)
    return
  end
  local folder = M.folder(root)
  for _, extension in ipairs({ '.yaml', '.yml' }) do
    local path = vim.fs.joinpath(folder, slug .. extension)
    if vim.uv.fs_stat(path) then
      sidestep.notify(('%s is there already'):format(vim.fn.fnamemodify(path, ':~:.')), vim.log.levels.ERROR)
      vim.cmd.edit(vim.fn.fnameescape(path))
      return
    end
  end
  vim.fn.mkdir(folder, 'p')
  local path = vim.fs.joinpath(folder, slug .. '.yaml')
  -- Exclusively: a file that has appeared since is not written over.
  local file, why = vim.uv.fs_open(path, 'wx', tonumber('644', 8))
  if not file then
    sidestep.notify(('%s cannot be written: %s'):format(path, why), vim.log.levels.ERROR)
    return
  end
  vim.uv.fs_write(file, ('name: %s\nsummary: What this role does, in one sentence.\n'):format(scalar(name)))
  vim.uv.fs_close(file)
  vim.cmd.edit(vim.fn.fnameescape(path))
  -- On the words to replace.
  vim.api.nvim_win_set_cursor(0, { 2, #'summary: ' })
end

return M
