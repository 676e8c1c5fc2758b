-- Neovims in which texts are typed key by key, several at the same time. Each is a process of its own; what is done in
-- it is a function that may sleep.
local editor = require('editor')

local M = {}

---@class Typist
---@field channel integer
local Typist = {}
Typist.__index = Typist

---Lets the others go on.
---@param ms number
function M.sleep(ms)
  local thread = coroutine.running()
  vim.defer_fn(function()
    local ok, why = coroutine.resume(thread)
    if not ok then
      error(debug.traceback(thread, why))
    end
  end, ms)
  coroutine.yield()
end

---Does all at the same time and waits for the end of the last. What fails is said; its results are missing.
---@param tasks (fun())[]
function M.together(tasks)
  local left = #tasks
  for _, task in ipairs(tasks) do
    coroutine.wrap(function()
      local ok, why = xpcall(task, debug.traceback)
      left = left - 1
      if not ok then
        io.stdout:write(why .. '\n')
      end
    end)()
  end
  vim.wait(240000, function()
    return left == 0
  end, 5)
end

---Opens a file in a new Neovim; waits for its server, unless `alone`.
---@param path string
---@param options { env?: table<string, string>, alone?: boolean }
---@return Typist
function M.open(path, options)
  local self = setmetatable({ channel = editor.spawn(vim.fs.dirname(path), options.env) }, Typist)
  -- What the editor puts before a new line, blanks or the sign of a comment: its writer wants others.
  self:nvim([[
    vim.keymap.set('i', '<F12>', function()
      if vim.api.nvim_get_current_line():match('^[%s#]+$') then
        vim.api.nvim_set_current_line('')
      end
    end)
    _G.lists = 0
    vim.api.nvim_create_autocmd('CompleteChanged', {
      callback = function()
        _G.lists = _G.lists + 1
      end,
    })
    if ... then
      vim.lsp.enable('sidestep', false)
    end
  ]], options.alone or false)
  self:nvim('vim.cmd.edit(vim.fn.fnameescape(...))', path)
  if not options.alone then
    local ready = false
    for _ = 1, 400 do
      ready = self:nvim([[
        local client = vim.lsp.get_clients({ name = 'sidestep', bufnr = 0 })[1]
        local answer = client and client.initialized and client:request_sync('sidestep/status', nil, 5000, 0)
        local found = answer and answer.result and answer.result.workspaces or {}
        return found[1] and found[1].loaded or false
      ]])
      if ready then
        break
      end
      M.sleep(50)
    end
    assert(ready, path .. ' is not served')
    -- What the plugin does on LspAttach, it does afterwards.
    M.sleep(50)
  end
  return self
end

---Runs Lua.
function Typist:nvim(code, ...)
  return vim.rpcrequest(self.channel, 'nvim_exec_lua', code, { ... })
end

---Types a text, one character after the other; at the end of a line Enter, and the editor's blanks are taken off.
---@param text string
---@param ms number the time from key to key
function Typist:type(text, ms)
  local due = vim.uv.now()
  for _, character in ipairs(vim.fn.split(text, '\\zs')) do
    local keys = character == '<' and '<lt>' or character == '\n' and '<CR><F12>' or character
    vim.rpcnotify(self.channel, 'nvim_input', keys)
    due = due + ms
    M.sleep(math.max(due - vim.uv.now(), 1))
  end
end

---Presses keys, as |nvim_input()| names them.
---@param names string
---@param ms? number how long they are left to work
function Typist:keys(names, ms)
  vim.rpcnotify(self.channel, 'nvim_input', names)
  M.sleep(ms or 60)
end

---@return string
function Typist:text()
  return self:nvim([[return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')]])
end

---How often a list was shown, or shown with other words.
---@return integer
function Typist:lists()
  return self:nvim('return _G.lists')
end

function Typist:close()
  vim.fn.jobstop(self.channel)
end

---Fails with the place where a text begins to differ.
---@param got string
---@param expected string
function M.same(got, expected)
  if got == expected then
    return
  end
  local wrong, right = vim.split(got, '\n'), vim.split(expected, '\n')
  for number = 1, math.max(#wrong, #right) do
    if wrong[number] ~= right[number] then
      error(('line %d: expected %s, got %s'):format(number, vim.inspect(right[number]), vim.inspect(wrong[number])), 2)
    end
  end
end

return M
