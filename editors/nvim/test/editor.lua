-- The Neovim under test, another process that is spoken to by RPC: its folders, keys that go in, and what can be seen.
--
-- In the environment: SIDESTEP, the program; PLUGIN, the plugin's folder; CONTENT, the content that ships; SCRATCH, an
-- empty folder.

local M = {}

local PATIENCE = tonumber(vim.env.PATIENCE or '10000')
local scratch = vim.uv.fs_realpath(vim.env.SCRATCH)
local workspace = scratch .. '/workspace'
local roles = workspace .. '/content/roles/'

---@param path string
local function read(path)
  local file = assert(io.open(path, 'rb'))
  local text = file:read('a')
  file:close()
  return text
end

---@param path string
---@param text string
local function write(path, text)
  local file = assert(io.open(path, 'wb'))
  file:write(text)
  file:close()
end

---Replaces the first `from` of a file, as another program would.
local function change(path, from, to)
  local text, count = read(path):gsub(vim.pesc(from), (to:gsub('%%', '%%%%')), 1)
  assert(count == 1, path .. ' has no ' .. from)
  write(path, text)
end

-- A user's folders with the plugin in a package, and a copy of the content with two mistakes.
local config, data = scratch .. '/config', scratch .. '/data'
local pack = data .. '/nvim/site/pack/sidestep/start'
for _, folder in ipairs({ config .. '/nvim', pack, scratch .. '/state', scratch .. '/cache', workspace }) do
  vim.fn.mkdir(folder, 'p')
end
write(config .. '/nvim/init.lua', read(vim.env.PLUGIN .. '/test/init.lua'))
vim.system({ 'cp', '-r', vim.env.PLUGIN, pack .. '/sidestep' }):wait()
vim.system({ 'cp', '-r', vim.env.CONTENT, workspace .. '/content' }):wait()
change(roles .. 'backend-engineer.yaml', '- role: DevOps Engineer', '- role: DevOps Enginer')
change(roles .. 'ml-engineer.yaml', '- role: Data Engineer', '- role: Data Enginer')
write(scratch .. '/elsewhere.yaml', 'name: Backend Engineer\n')

local channel ---@type integer

---Starts a Neovim.
---@param folder string its current one
---@param env? table<string, string>
---@return integer channel
local function spawn(folder, env)
  return vim.fn.jobstart({ vim.v.progpath, '--embed', '--headless', '-i', 'NONE' }, {
    rpc = true,
    cwd = folder,
    env = vim.tbl_extend('force', {
      XDG_CONFIG_HOME = config,
      XDG_DATA_HOME = data,
      XDG_STATE_HOME = scratch .. '/state',
      XDG_CACHE_HOME = scratch .. '/cache',
      NVIM_APPNAME = 'nvim',
      SIDESTEP = vim.env.SIDESTEP,
    }, env or {}),
  })
end

---Starts the Neovim under test.
---@param env? table<string, string>
local function start(env)
  channel = spawn(workspace, env)
end

---Runs Lua in the Neovim under test.
local function nvim(code, ...)
  return vim.rpcrequest(channel, 'nvim_exec_lua', code, { ... })
end

local function keys(text)
  vim.rpcrequest(channel, 'nvim_input', text)
end

---Waits until `probe` gives something and returns it; fails with `what` if it never does.
local function eventually(what, probe)
  local value
  local ok = vim.wait(PATIENCE, function()
    value = probe()
    return value ~= nil and value ~= false and value ~= vim.NIL
  end, 20)
  if not ok then
    error(('%s; the editor said: %s'):format(what, vim.inspect(nvim('return said'))), 2)
  end
  return value
end

local function equal(got, expected)
  if not vim.deep_equal(got, expected) then
    error(('expected %s, got %s'):format(vim.inspect(expected), vim.inspect(got)), 2)
  end
end

local function edit(path)
  nvim([[
    if vim.api.nvim_buf_get_name(0) ~= ... then
      vim.cmd.edit(vim.fn.fnameescape(...))
    end
  ]], path)
end

---Puts the cursor on the `offset`th byte of the first line with a text.
local function put_cursor(text, offset)
  local found = nvim([[
    local text, offset = ...
    for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
      local at = line:find(text, 1, true)
      if at then
        vim.api.nvim_win_set_cursor(0, { number, at - 1 + offset })
        return number
      end
    end
  ]], text, offset or 0)
  assert(found ~= vim.NIL, 'the buffer has no ' .. text)
  return found
end

---The findings of a file: code, first line and columns from 0.
local function findings(path)
  return nvim([[
    local number = vim.fn.bufnr(...)
    local found = {}
    for _, d in ipairs(number > 0 and vim.diagnostic.get(number) or {}) do
      table.insert(found, { d.code, d.lnum, d.col, d.end_lnum, d.end_col })
    end
    return found
  ]], path)
end

local function has(path, code)
  for _, finding in ipairs(findings(path)) do
    if finding[1] == code then
      return finding
    end
  end
end

local function lines()
  return nvim('return vim.api.nvim_buf_get_lines(0, 0, -1, false)')
end

local function line_of(text)
  for number, line in ipairs(lines()) do
    if line:find(text, 1, true) then
      return number - 1
    end
  end
end

---What is underlined in the current buffer, as texts with the numbers of their lines from 0.
local function underlined()
  return nvim([[
    local found = {}
    for _, space in pairs(vim.diagnostic.get_namespaces()) do
      local marks = space.user_data.underline_ns
      for _, mark in ipairs(marks and vim.api.nvim_buf_get_extmarks(0, marks, 0, -1, { details = true }) or {}) do
        local to = mark[4]
        -- A mark that was left behind may stand beyond the text.
        local ok, text = pcall(vim.api.nvim_buf_get_text, 0, mark[2], mark[3], to.end_row, to.end_col, {})
        table.insert(found, { mark[2], ok and table.concat(text, '\n') or 'nothing' })
      end
    end
    return found
  ]])
end

---The text of all floating windows.
local function floats()
  return nvim([[
    local text = {}
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        vim.list_extend(text, vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false))
      end
    end
    return table.concat(text, '\n')
  ]])
end

---The items of the quickfix list: file name, line, column, text, type; none of a list with another title.
---@param title? string
local function quickfix(title)
  return nvim([[
    local title = ...
    if title and vim.fn.getqflist({ title = 0 }).title ~= title then
      return {}
    end
    return vim.tbl_map(function(item)
      local name = vim.fs.basename(vim.api.nvim_buf_get_name(item.bufnr))
      return { name, item.lnum, item.col, item.text, item.type }
    end, vim.fn.getqflist())
  ]], title)
end

---One window, no lists, nothing said.
local function tidy()
  keys('<Esc><Esc>')
  nvim([[
    vim.cmd('cclose | lclose | only!')
    said = {}
  ]])
end

---All that the lenses of the current buffer say.
local function lenses()
  return nvim([[
    return vim.tbl_map(function(lens)
      return lens.command and lens.command.title or '?'
    end, vim.lsp.codelens.get(0))
  ]])
end

local function hints()
  return nvim([[
    return vim.tbl_map(function(found)
      local label = found.inlay_hint.label
      return type(label) == 'string' and label or label[1].value
    end, vim.lsp.inlay_hint.get({ bufnr = 0 }))
  ]])
end

---Ends the Neovim under test.
local function stop()
  vim.fn.jobstop(channel)
end

M.passed, M.failed = 0, 0
---One thing that a user does; what fails is said, and the rest goes on.
---@param name string
---@param run fun()
function M.step(name, run)
  local began = vim.uv.hrtime()
  local ok, why = xpcall(run, debug.traceback)
  local time = (vim.uv.hrtime() - began) / 1e6
  io.stdout:write(('%s %s (%.0f ms)\n'):format(ok and 'PASS' or 'FAIL', name, time))
  if ok then
    M.passed = M.passed + 1
  else
    M.failed = M.failed + 1
    io.stdout:write('     ' .. tostring(why):gsub('\n', '\n     ') .. '\n')
  end
  pcall(tidy)
end

---Ends the Neovim under test as a user does, and the driver with it.
function M.finish()
  pcall(nvim, 'vim.schedule(function() vim.cmd("qall!") end)')
  vim.fn.jobwait({ channel }, 3000)
  io.stdout:write(('%d passed, %d failed\n'):format(M.passed, M.failed))
  os.exit(M.failed == 0 and 0 or 1)
end

M.PATIENCE, M.scratch, M.workspace, M.roles = PATIENCE, scratch, workspace, roles
M.backend = roles .. 'backend-engineer.yaml'
M.ml = roles .. 'ml-engineer.yaml'
M.data_engineer = roles .. 'data-engineer.yaml'
M.read, M.write, M.change = read, write, change
M.spawn, M.start, M.stop, M.nvim, M.keys, M.edit, M.put_cursor = spawn, start, stop, nvim, keys, edit, put_cursor
M.eventually, M.equal = eventually, equal
M.findings, M.has, M.lines, M.line_of = findings, has, lines, line_of
M.underlined, M.floats, M.quickfix, M.lenses, M.hints = underlined, floats, quickfix, lenses, hints

return M
