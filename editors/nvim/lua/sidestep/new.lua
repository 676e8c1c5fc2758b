-- `:Sidestep new NAME`: a new role's file. Which file that is, and what stands in it, the server knows.
local sidestep = require('sidestep')
local server = require('sidestep.server')

local M = {}

---Opens a file, and selects nothing: the cursor goes to where a range begins.
---@param uri string
---@param range? lsp.Range
---@param client vim.lsp.Client
local function open(uri, range, client)
  if range then
    vim.lsp.util.show_document({ uri = uri, range = range }, client.offset_encoding, { focus = true })
  else
    vim.cmd.edit(vim.fn.fnameescape(vim.uri_to_fname(uri)))
  end
end

---Writes a file as the server has planned it, and opens it.
---@param plan { uri?: string, text?: string, selection?: lsp.Range, why?: string }
---@param client vim.lsp.Client
function M.write(plan, client)
  if plan.why then
    sidestep.notify(plan.why, vim.log.levels.ERROR)
  elseif plan.text then
    local path = vim.uri_to_fname(plan.uri)
    vim.fn.mkdir(vim.fs.dirname(path), 'p')
    -- Exclusively: a file that has appeared since is not written over.
    local file, reason = vim.uv.fs_open(path, 'wx', tonumber('644', 8))
    if not file then
      sidestep.notify(('%s cannot be written: %s'):format(path, reason), vim.log.levels.ERROR)
      return
    end
    vim.uv.fs_write(file, plan.text)
    vim.uv.fs_close(file)
  end
  if plan.uri then
    open(plan.uri, plan.selection, client)
  end
end

---Asks for a name, unless there is one.
---@param name string
---@param prompt string
---@param done fun(name: string)
function M.with_name(name, prompt, done)
  if name ~= '' then
    return done(name)
  end
  vim.ui.input({ prompt = prompt }, function(answer)
    answer = vim.trim(answer or '')
    if answer ~= '' then
      done(answer)
    end
  end)
end

---@param name string
function M.run(name)
  local client, root = server.here()
  if not client then
    return
  end
  M.with_name(name, 'Name of the new role: ', function(chosen)
    local buffer = vim.api.nvim_buf_get_name(0)
    local near = vim.uri_from_fname(buffer ~= '' and not buffer:match('^%a[%w+.-]*://') and buffer or root)
    local plan = server.ask(client, 'sidestep/newRole', { name = chosen, near = near })
    if plan then
      M.write(plan, client)
    end
  end)
end

return M
