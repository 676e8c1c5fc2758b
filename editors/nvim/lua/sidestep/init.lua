-- What all parts of the plugin share: where the program is, and which workspace a file belongs to.
local M = {}

---The program: `vim.g.sidestep_path`, else `sidestep` on the PATH.
---@return string
function M.executable()
  local path = vim.g.sidestep_path
  return path and path ~= '' and vim.fn.expand(path) or 'sidestep'
end

---The program that the language server's configuration names, which may be another one.
---@return string
function M.program()
  local config = vim.lsp.config.sidestep
  local cmd = config and config.cmd
  return type(cmd) == 'table' and cmd[1] or M.executable()
end

---The workspace of a file or folder: the nearest folder upward with a `sidestep.yaml`, else with `content/roles`.
---@param path string
---@return string?
function M.root(path)
  if path == '' or path:match('^%a[%w+.-]*://') then
    return nil
  end
  path = vim.fs.abspath(path)
  return vim.fs.root(path, 'sidestep.yaml')
    or vim.fs.root(path, function(name, folder)
      return name == 'content' and vim.fn.isdirectory(vim.fs.joinpath(folder, 'content', 'roles')) == 1
    end)
end

---The workspace of the current buffer, else of the current folder.
---@return string?
function M.current_root()
  return M.root(vim.api.nvim_buf_get_name(0)) or M.root(vim.fn.getcwd())
end

---The running server of a buffer.
---@param bufnr integer
---@return vim.lsp.Client?
function M.client(bufnr)
  return vim.lsp.get_clients({ name = 'sidestep', bufnr = bufnr })[1]
end

---@param text string
---@param level? integer
function M.notify(text, level)
  vim.notify('sidestep: ' .. text, level or vim.log.levels.INFO)
end

---Runs the program. `done` gets its output, unless it could not do its work: then the reason is shown.
---@param arguments string[]
---@param cwd string?
---@param done fun(output: string)
function M.run(arguments, cwd, done)
  local command = vim.list_extend({ M.program(), '--color', 'never' }, arguments)
  local ok, why = pcall(vim.system, command, { cwd = cwd, text = true }, function(result)
    vim.schedule(function()
      -- 1 says that there are findings.
      if result.code == 0 or result.code == 1 then
        done(result.stdout or '')
      else
        M.notify(vim.trim(result.stderr ~= '' and result.stderr or result.stdout), vim.log.levels.ERROR)
      end
    end)
  end)
  if not ok then
    M.notify(('%s cannot be run: %s'):format(command[1], why), vim.log.levels.ERROR)
  end
end

---Says once that the program is missing, when a file of a workspace is opened.
---@param bufnr integer
---@return boolean? said nothing more to say
function M.warn_if_missing(bufnr)
  if not M.root(vim.api.nvim_buf_get_name(bufnr)) then
    return
  end
  local program = M.program()
  if vim.fn.executable(program) == 0 then
    local text = '"%s" is not found; install it, or set vim.g.sidestep_path to where it is (:checkhealth sidestep)'
    M.notify(text:format(program), vim.log.levels.WARN)
  end
  return true
end

---Shows a text in a split, in a buffer that is thrown away with its window.
---@param name string the buffer's name
---@param filetype string
---@param lines string[]
---@param beside? boolean beside the window, if the screen is wide enough, instead of below
---@return integer bufnr
function M.show(name, filetype, lines, beside)
  local bufnr = vim.fn.bufnr('^' .. vim.fn.escape(name, '*?[]{}\\,') .. '$')
  if bufnr < 0 then
    bufnr = vim.api.nvim_create_buf(false, true)
    vim.api.nvim_buf_set_name(bufnr, name)
    vim.bo[bufnr].bufhidden = 'wipe'
    vim.bo[bufnr].swapfile = false
  end
  M.set_lines(bufnr, lines)
  local window = vim.fn.bufwinid(bufnr)
  if window < 0 then
    local split = beside and vim.o.columns >= 120 and 'right' or 'below'
    window = vim.api.nvim_open_win(bufnr, true, { split = split })
    vim.wo[window].wrap = true
    vim.wo[window].linebreak = true
    vim.wo[window].number = false
    vim.wo[window].relativenumber = false
    vim.wo[window].signcolumn = 'no'
    vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = bufnr, desc = 'Close' })
  end
  if vim.bo[bufnr].filetype ~= filetype then
    vim.bo[bufnr].filetype = filetype
  end
  vim.api.nvim_set_current_win(window)
  return bufnr
end

---Replaces the text of a buffer that cannot be edited.
---@param bufnr integer
---@param lines string[]
function M.set_lines(bufnr, lines)
  vim.bo[bufnr].modifiable = true
  vim.api.nvim_buf_set_lines(bufnr, 0, -1, false, lines)
  vim.bo[bufnr].modifiable = false
  vim.bo[bufnr].modified = false
end

return M
