-- :Sidestep and :checkhealth.
local editor = require('editor')
local step = editor.step
local nvim, keys, edit, put_cursor = editor.nvim, editor.keys, editor.edit, editor.put_cursor
local eventually, equal = editor.eventually, editor.equal
local has, lines, quickfix = editor.has, editor.lines, editor.quickfix
local scratch, workspace, roles = editor.scratch, editor.workspace, editor.roles
local read, write, change = editor.read, editor.write, editor.change
local backend, data_engineer = editor.backend, editor.data_engineer

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
  equal(nvim('return vim.fn.getcompletion("Sidestep ", "cmdline")'), {
    'check',
    'delete',
    'duplicate',
    'explain',
    'merge',
    'new',
    'page',
    'references',
    'restart',
    'retire',
  })
  equal(nvim('return vim.fn.getcompletion("Sidestep explain cell-", "cmdline")'), { 'cell-drift' })
  equal(nvim('return vim.fn.getcompletion("Sidestep references data en", "cmdline")'), { 'engineer' })
end)

step(':Sidestep references lists who mentions a role, at the cursor or named', function()
  edit(backend)
  local function quickfix_title()
    return nvim('return vim.fn.getqflist({ title = 0 }).title')
  end
  local function listed(command)
    keys(command)
    return eventually('no list', function()
      local list = quickfix()
      return quickfix_title() == ('Data Engineer: %d mentions'):format(#list) and list
    end)
  end
  put_cursor('role: Data Engineer', 8)
  local at_cursor = listed(':Sidestep references<CR>')
  nvim('vim.cmd("cclose") vim.fn.setqflist({}, "f")')
  equal(listed(':Sidestep references data engineer<CR>'), at_cursor)
  nvim('vim.cmd("cclose") vim.fn.setqflist({}, "f")')
  -- Nothing is named there: it is the role of the file that is meant.
  edit(data_engineer)
  put_cursor('how_to_pick:')
  equal(listed(':Sidestep references<CR>'), at_cursor)
  assert(#at_cursor > 10, vim.inspect(at_cursor))
  nvim('vim.cmd.cclose()')
  keys(':Sidestep references Nobody<CR>')
  eventually('nothing said', function()
    return vim.deep_equal(nvim('return said'), { 'sidestep: nothing is named "Nobody"' })
  end)
end)

step(':Sidestep new writes a role and opens it, never over another', function()
  keys(':Sidestep new Señor C++ Ingénieur & Straße<CR>')
  local path = roles .. 'senor-cplusplus-ingenieur-and-strasse.yaml'
  eventually('not open', function()
    return nvim('return vim.api.nvim_buf_get_name(0)') == path
  end)
  equal(lines()[1], 'name: Señor C++ Ingénieur & Straße')
  -- On the words to replace.
  equal(nvim('return vim.api.nvim_win_get_cursor(0)'), { 3, #'summary: ' })
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
    return said[1] and said[1]:find('there is a role named "Backend Engineer" already', 1, true)
  end)
  equal(read(backend), before)
end)

step(':Sidestep new goes where the settings say, also where no server runs yet', function()
  local other = scratch .. '/other'
  nvim('vim.fn.mkdir(..., "p")', other .. '/jobs')
  write(other .. '/sidestep.yaml', 'roles: ["jobs/*.yml"]\n')
  write(other .. '/jobs/a.yml', 'name: Release Manager\nsummary: Ships.\n')
  nvim('vim.cmd("silent %bwipeout!") vim.cmd.cd(...)', other)
  keys(':Sidestep new release manager<CR>')
  eventually('nothing said', function()
    local said = nvim('return said')
    return said[1] and said[1]:find('means "Release Manager" already, in jobs/a.yml', 1, true)
  end)
  eventually('the role is not shown', function()
    return nvim('return vim.api.nvim_buf_get_name(0)') == other .. '/jobs/a.yml'
  end)
  keys(':Sidestep new Test Lead<CR>')
  eventually('not open', function()
    return nvim('return vim.api.nvim_buf_get_name(0)') == other .. '/jobs/test-lead.yml'
  end)
  equal(lines()[1], 'name: Test Lead')
  nvim('vim.cmd("silent %bwipeout!") vim.cmd.cd(...)', workspace)
  edit(backend)
  eventually('not served again', function()
    return nvim('return require("sidestep").client(0) ~= nil')
  end)
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
