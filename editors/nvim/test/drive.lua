-- Drives a real Neovim with the plugin installed, as a user does: keys go in, and what buffers, lists and windows show
-- is looked at. Run by run.sh as `nvim -l drive.lua`; the Neovim under test is another process, spoken to by RPC.
--
-- In the environment: SIDESTEP, the program; PLUGIN, the plugin's folder; CONTENT, the content that ships; SCRATCH, an
-- empty folder.

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

---@param env? table<string, string>
local function start(env)
  channel = vim.fn.jobstart({ vim.v.progpath, '--embed', '--headless', '-i', 'NONE' }, {
    rpc = true,
    cwd = workspace,
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

local passed, failed = 0, 0
local function step(name, run)
  local began = vim.uv.hrtime()
  local ok, why = xpcall(run, debug.traceback)
  local time = (vim.uv.hrtime() - began) / 1e6
  io.stdout:write(('%s %s (%.0f ms)\n'):format(ok and 'PASS' or 'FAIL', name, time))
  if ok then
    passed = passed + 1
  else
    failed = failed + 1
    io.stdout:write('     ' .. tostring(why):gsub('\n', '\n     ') .. '\n')
  end
  pcall(tidy)
end

local backend = roles .. 'backend-engineer.yaml'
local ml = roles .. 'ml-engineer.yaml'
local data_engineer = roles .. 'data-engineer.yaml'

start()

step('the plugin is loaded from a package, and its help is found', function()
  equal(nvim('return vim.fn.exists(":Sidestep")'), 2)
  nvim('vim.cmd.helptags("ALL")')
  for _, tag in ipairs({ 'sidestep', ':Sidestep', 'sidestep-health', 'g:sidestep_path', 'g:sidestep_enable' }) do
    nvim('vim.cmd.help(...)', tag)
    equal(nvim('return vim.fs.basename(vim.api.nvim_buf_get_name(0))'), 'sidestep.txt')
    nvim('vim.cmd.close()')
  end
end)

step('the server serves a role', function()
  edit(backend)
  local client = eventually('no server', function()
    return nvim([[
      local client = require('sidestep').client(0)
      return client and client.initialized and { client.root_dir, client.offset_encoding }
    ]])
  end)
  equal(client, { workspace, 'utf-8' })
end)

step('a planted mistake is underlined to the column', function()
  local finding = eventually('no finding', function()
    return has(backend, 'unknown-role')
  end)
  local line = line_of('DevOps Enginer')
  equal(finding, { 'unknown-role', line, 10, line, 24 })
end)

step('a mistake in a file that is not open is listed', function()
  local finding = eventually('no finding', function()
    return has(ml, 'unknown-role')
  end)
  equal({ finding[3], finding[5] }, { 10, 22 })
  equal(nvim('return vim.api.nvim_buf_is_loaded(vim.fn.bufnr(...))', ml), false)
end)

step('YAML files outside a workspace are left alone', function()
  edit(scratch .. '/elsewhere.yaml')
  vim.wait(300)
  equal(nvim('return #vim.lsp.get_clients({ bufnr = 0 })'), 0)
  edit(backend)
end)

step('code lenses count pages', function()
  edit(data_engineer)
  local titles = eventually('no lenses', function()
    local titles = lenses()
    return #titles == 2 and titles
  end)
  eventually('the lenses know one file only: ' .. vim.inspect(titles), function()
    local now = lenses()
    return now[1]:match('^listed on %d+ pages$') and now[2]:match('^lists %d+ roles$')
  end)
end)

step('a lens shows the places that it counts', function()
  local count = tonumber(lenses()[1]:match('%d+'))
  put_cursor('name: ')
  nvim([[
    vim.ui.select = function(options, _, done)
      done(options[1])
    end
    vim.lsp.codelens.run()
  ]])
  eventually('no list', function()
    return #quickfix() == count
  end)
  equal(nvim('return vim.fn.getqflist({ title = 0 }).title'), ('listed on %d pages'):format(count))
  nvim('vim.cmd.cclose()')
  eventually('the lens is gone', function()
    return nvim([[
      local client = require('sidestep').client(0)
      local space = vim.api.nvim_create_namespace('nvim.lsp.codelens:' .. client.id)
      return #vim.api.nvim_buf_get_extmarks(0, space, 0, -1, {}) > 0
    ]])
  end)
end)

step('inlay hints show what a row takes from another file', function()
  edit(backend)
  eventually('no hints', function()
    for _, hint in ipairs(hints()) do
      if hint:find('data', 1, true) then
        return true
      end
    end
  end)
end)

step('a role name is completed by keys, in any letter case, and inserted whole', function()
  edit(backend)
  put_cursor('DevOps Enginer')
  keys('Cdevo<C-x><C-o>')
  local position = eventually('not offered', function()
    local info = nvim('return vim.fn.complete_info({ "items", "pum_visible" })')
    for number, item in ipairs(info.pum_visible == 1 and info.items or {}) do
      if item.abbr == 'DevOps Engineer' then
        return number
      end
    end
  end)
  keys(('<C-n>'):rep(position) .. '<C-y><Esc>')
  eventually('not inserted', function()
    return line_of('  - role: DevOps Engineer')
  end)
  eventually('the finding stays', function()
    return not has(backend, 'unknown-role')
  end)
  nvim('vim.cmd.write()')
end)

step('a tool is completed by letters from inside its name', function()
  put_cursor('tools: [Java', #'tools: [Java' - 1)
  keys('a, spark<C-x><C-o>')
  eventually('not offered', function()
    local info = nvim('return vim.fn.complete_info({ "items" })')
    return info.items[1] and info.items[1].word == 'Apache Spark'
  end)
  keys('<C-n><C-y><Esc>')
  eventually('not inserted', function()
    return line_of('tools: [Java, Apache Spark, Python')
  end)
  keys('u')
end)

step('hover tells about a role', function()
  put_cursor('role: Data Engineer', 8)
  keys('K')
  eventually('no hover', function()
    return floats():find('Builds the pipelines and stores', 1, true)
  end)
end)

step('definition goes to the role', function()
  put_cursor('role: Data Engineer', 8)
  keys('<C-]>')
  eventually('not there', function()
    return nvim('return vim.api.nvim_buf_get_name(0)') == data_engineer
  end)
  equal(nvim('return vim.api.nvim_win_get_cursor(0)'), { 1, 6 })
  keys('<C-o>')
end)

step('references are listed', function()
  edit(data_engineer)
  put_cursor('name: Data Engineer', 8)
  keys('grr')
  local list = eventually('no list', function()
    local list = quickfix()
    return #list > 3 and list
  end)
  local files = {}
  for _, item in ipairs(list) do
    files[item[1]] = true
  end
  assert(files['backend-engineer.yaml'], vim.inspect(list))
end)

step('a quick fix is applied', function()
  edit(ml)
  put_cursor('Data Enginer', 3)
  eventually('no finding', function()
    return has(ml, 'unknown-role')
  end)
  nvim([[
    vim.ui.select = function(options, _, done)
      for _, option in ipairs(options) do
        if option.action.title:find('"Data Engineer"', 1, true) then
          return done(option)
        end
      end
      said = vim.tbl_map(function(option)
        return option.action.title
      end, options)
    end
  ]])
  keys('gra')
  eventually('not fixed', function()
    return not line_of('Data Enginer')
  end)
  eventually('the finding stays', function()
    return not has(ml, 'unknown-role')
  end)
  nvim('vim.cmd.write()')
end)

step('a rename changes other files, open or not', function()
  edit(data_engineer)
  put_cursor('name: Data Engineer', 8)
  nvim([[vim.ui.input = function(_, done)
    done('Data Platform Builder')
  end]])
  keys('grn')
  eventually('not renamed', function()
    return line_of('name: Data Platform Builder')
  end)
  local other = eventually('no other file changed', function()
    return nvim([[
      local number = vim.fn.bufnr(...)
      vim.fn.bufload(number)
      return table.concat(vim.api.nvim_buf_get_lines(number, 0, -1, false), '\n')
    ]], backend):find('role: Data Platform Builder', 1, true)
  end)
  assert(other)
  eventually('findings about the new name', function()
    return not has(backend, 'unknown-role')
  end)
  -- As it is on disk, which has the old name.
  nvim('vim.cmd("silent %bwipeout!")')
  edit(data_engineer)
  eventually('the old name is unknown', function()
    return not has(backend, 'unknown-role')
  end)
end)

step('in broken YAML everything else works on', function()
  edit(backend)
  put_cursor('aliases: ')
  keys('O: : broken [ "<Esc>')
  eventually('no syntax finding', function()
    return has(backend, 'syntax')
  end)
  put_cursor('role: Fullstack Engineer', 8)
  keys('K')
  eventually('no hover', function()
    return floats():find('Fullstack', 1, true)
  end)
  equal(has(ml, 'unknown-role'), nil)
  keys('<Esc>')
  put_cursor(': : broken')
  keys('dd')
  eventually('the finding stays', function()
    return not has(backend, 'syntax')
  end)
end)

step('what another program writes is noticed', function()
  edit(data_engineer)
  change(roles .. 'frontend-engineer.yaml', '- role: Backend Engineer', '- role: Backend Enginer')
  eventually('not noticed', function()
    return has(roles .. 'frontend-engineer.yaml', 'unknown-role')
  end)
  change(roles .. 'frontend-engineer.yaml', '- role: Backend Enginer', '- role: Backend Engineer')
  eventually('not taken back', function()
    return not has(roles .. 'frontend-engineer.yaml', 'unknown-role')
  end)
end)

step('a file that another program takes away changes the findings of open ones', function()
  edit(backend)
  local role = roles .. 'cloud-architect.yaml'
  local text = read(role)
  assert(os.remove(role))
  eventually('not noticed', function()
    return has(backend, 'unknown-role')
  end)
  write(role, text)
  eventually('not taken back', function()
    return not has(backend, 'unknown-role')
  end)
end)

step('a killed server is started again, with unsaved text and findings', function()
  edit(backend)
  put_cursor('role: DevOps Engineer', #'role: DevOps Engin')
  keys('x')
  eventually('no finding', function()
    return has(backend, 'unknown-role')
  end)
  local before = nvim('return require("sidestep").client(0).id')
  local pid = nvim([[
    local children = vim.api.nvim_get_proc_children(vim.fn.getpid())
    for _, child in ipairs(children) do
      if vim.api.nvim_get_proc(child).name:find('sidestep') then
        return child
      end
    end
  ]])
  assert(pid ~= vim.NIL, 'the server is no child of the editor')
  vim.uv.kill(pid, 'sigkill')
  eventually('not started again', function()
    return nvim([[
      local client = require('sidestep').client(0)
      return client and client.initialized and client.id ~= ...
    ]], before)
  end)
  local finding = eventually('no finding of the unsaved text', function()
    return has(backend, 'unknown-role')
  end)
  assert(nvim('return vim.bo.modified'), 'the text was saved')
  equal(#vim.tbl_filter(function(other)
    return vim.deep_equal(other, finding)
  end, findings(backend)), 1)
  keys('u')
  eventually('the finding stays', function()
    return not has(backend, 'unknown-role')
  end)
end)

step(':Sidestep restart', function()
  local before = nvim('return require("sidestep").client(0).id')
  keys(':Sidestep restart<CR>')
  eventually('not started again', function()
    return nvim([[
      local client = require('sidestep').client(0)
      return client and client.initialized and client.id ~= ...
    ]], before)
  end)
  eventually('no lenses', function()
    local titles = lenses()
    return titles[1] and titles[1]:match('pages$')
  end)
end)

step(':Sidestep check fills the quickfix list', function()
  change(roles .. 'frontend-engineer.yaml', '- role: Backend Engineer', '- role: Backend Enginer')
  keys(':Sidestep check<CR>')
  local list = eventually('no list', function()
    local list = quickfix('Sidestep check')
    return #list > 0 and list
  end)
  equal(#list, 1)
  local item = list[1]
  equal({ item[1], item[3], item[5] }, { 'frontend-engineer.yaml', 11, 'e' })
  assert(item[4]:find('[unknown-role] no role is named "Backend Enginer"', 1, true), item[4])
  change(roles .. 'frontend-engineer.yaml', '- role: Backend Enginer', '- role: Backend Engineer')
  keys(':Sidestep check<CR>')
  eventually('findings stay', function()
    return #quickfix() == 0 and vim.deep_equal(nvim('return said'), { 'sidestep: no findings' })
  end)
end)

step(':Sidestep explain tells about the finding under the cursor', function()
  edit(backend)
  put_cursor('role: DevOps Engineer', #'role: DevOps Engin')
  keys('x')
  eventually('no finding', function()
    return has(backend, 'unknown-role')
  end)
  keys(':Sidestep explain<CR>')
  eventually('no text', function()
    return lines()[1] == 'unknown-role'
  end)
  equal(nvim('return { vim.bo.filetype, vim.bo.modifiable, vim.bo.buftype }'), { 'markdown', false, 'nofile' })
  keys('q')
  equal(nvim('return vim.api.nvim_buf_get_name(0)'), backend)
  keys('u')
  keys(':Sidestep explain cell-drift<CR>')
  eventually('no text', function()
    return lines()[1] == 'cell-drift'
  end)
end)

step(':Sidestep completes its commands and codes', function()
  equal(nvim('return vim.fn.getcompletion("Sidestep ", "cmdline")'), { 'check', 'explain', 'new', 'page', 'restart' })
  equal(nvim('return vim.fn.getcompletion("Sidestep explain cell-", "cmdline")'), { 'cell-drift' })
end)

step(':Sidestep new writes a role and opens it, never over another', function()
  keys(':Sidestep new Señor C++ Ingénieur & Straße<CR>')
  local path = roles .. 'senor-cplusplus-ingenieur-and-strasse.yaml'
  eventually('not open', function()
    return nvim('return vim.api.nvim_buf_get_name(0)') == path
  end)
  equal(lines()[1], 'name: Señor C++ Ingénieur & Straße')
  -- The server agrees about the file's name.
  eventually('not served', function()
    return nvim('return require("sidestep").client(0) ~= nil')
  end)
  vim.wait(200)
  equal(has(path, 'file-name'), nil)
  nvim('vim.cmd("bwipeout!")')
  assert(os.remove(path))
  local before = read(backend)
  keys(':Sidestep new Backend  Engineer<CR>')
  eventually('nothing said', function()
    local said = nvim('return said')
    return said[1] and said[1]:find('is there already', 1, true)
  end)
  equal(read(backend), before)
end)

step(':Sidestep page shows the page and follows what is typed and where the cursor goes', function()
  edit(backend)
  keys(':Sidestep page<CR>')
  local function page()
    return nvim([[
      local number = vim.fn.bufnr('^sidestep://page$')
      return number > 0 and table.concat(vim.api.nvim_buf_get_lines(number, 0, -1, false), '\n') or ''
    ]])
  end
  eventually('no page', function()
    return page():find('^# Why look beyond Backend Engineer')
  end)
  equal(nvim('return { vim.api.nvim_buf_get_name(0), #vim.api.nvim_list_wins() }'), { backend, 2 })
  put_cursor('tagline: Takes a feature', #'tagline: ')
  keys('iSwiftly <Esc>')
  eventually('not refreshed', function()
    return page():find('Swiftly Takes a feature', 1, true)
  end)
  keys('u')
  eventually('not refreshed after undo', function()
    return not page():find('Swiftly', 1, true)
  end)
  edit(data_engineer)
  eventually('the other role is not shown', function()
    return page():find('^# Why look beyond Data Engineer')
  end)
  edit(workspace .. '/content/tools.yaml')
  eventually('not served', function()
    return nvim('return require("sidestep").client(0) ~= nil')
  end)
  vim.wait(200)
  assert(page():find('^# Why look beyond Data Engineer'), 'a vocabulary took the page away')
  keys(':Sidestep page<CR>')
  eventually('no reason given', function()
    return page():find('There is no page: this file is not a role', 1, true)
  end)
  equal(nvim('return #vim.api.nvim_list_wins()'), 2)
end)

step(':checkhealth sidestep is all well', function()
  edit(backend)
  keys(':checkhealth sidestep<CR>')
  local text = eventually('no report', function()
    local text = table.concat(lines(), '\n')
    return text:find('Workspace', 1, true) and text
  end)
  assert(not text:find('ERROR') and not text:find('WARNING'), text)
  assert(text:find('runs in ' .. workspace, 1, true), text)
  assert(text:find('read, 9 files', 1, true), text)
  keys(':bwipeout<CR>')
end)

step('completion that opens by itself, set up by the user, inserts whole names too', function()
  vim.fn.jobstop(channel)
  start({ AUTOTRIGGER = '1' })
  edit(backend)
  eventually('not served', function()
    return lenses()[1]
  end)
  put_cursor('role: DevOps Engineer', #'role:')
  keys('C')
  keys(' ')
  eventually('did not open', function()
    return nvim('return vim.fn.pumvisible()') == 1
  end)
  keys('dev')
  eventually('not offered', function()
    local info = nvim('return vim.fn.complete_info({ "matches" })')
    return info.matches and info.matches[1] and info.matches[1].abbr == 'DevOps Engineer'
  end)
  keys('<C-n><C-y><Esc>')
  eventually('not inserted', function()
    return line_of('  - role: DevOps Engineer')
  end)
end)

step('a missing program is said once, and checkhealth tells what to do', function()
  vim.fn.jobstop(channel)
  start({ SIDESTEP = scratch .. '/no/such/sidestep' })
  edit(backend)
  eventually('nothing said', function()
    local said = nvim('return said')
    return #said == 1 and said[1]:find('is not found', 1, true)
  end)
  edit(ml)
  vim.wait(200)
  equal(#nvim('return said'), 1)
  keys(':checkhealth sidestep<CR>')
  eventually('no advice', function()
    return table.concat(lines(), '\n'):find('vim.g.sidestep_path', 1, true)
  end)
end)

pcall(nvim, 'vim.schedule(function() vim.cmd("qall!") end)')
vim.fn.jobwait({ channel }, 3000)
io.stdout:write(('%d passed, %d failed\n'):format(passed, failed))
os.exit(failed == 0 and 0 or 1)
