-- Fixes, renames, and files that are broken meanwhile.
local editor = require('editor')
local step = editor.step
local nvim, keys, edit, put_cursor = editor.nvim, editor.keys, editor.edit, editor.put_cursor
local eventually, equal = editor.eventually, editor.equal
local has, line_of, floats = editor.has, editor.line_of, editor.floats
local backend, ml, data_engineer = editor.backend, editor.ml, editor.data_engineer

---Chooses what has a text, wherever Neovim lets choose.
local function choose(text)
  nvim([[
    local text = ...
    vim.ui.select = function(options, _, done)
      for _, option in ipairs(options) do
        if option.action.title:find(text, 1, true) then
          return done(option)
        end
      end
      said = vim.tbl_map(function(option)
        return option.action.title
      end, options)
    end
  ]], text)
end

step('a quick fix is applied', function()
  edit(ml)
  put_cursor('Data Enginer', 3)
  eventually('no finding', function()
    return has(ml, 'unknown-role')
  end)
  choose('"Data Engineer"')
  keys('gra')
  eventually('not fixed', function()
    return not line_of('Data Enginer')
  end)
  eventually('the finding stays', function()
    return not has(ml, 'unknown-role')
  end)
  nvim('vim.cmd.write()')
end)

---All files of the workspace as they are again after a step that has renamed some.
local function put_back(texts)
  nvim('vim.cmd("silent %bwipeout!")')
  for _, file in ipairs(vim.fn.glob(editor.roles .. '*', false, true)) do
    if not texts[file] then
      assert(os.remove(file))
    end
  end
  for file, text in pairs(texts) do
    editor.write(file, text)
  end
  edit(backend)
  eventually('not as before', function()
    return not has(backend, 'unknown-role') and not has(data_engineer, 'file-name')
  end)
end

local function texts_on_disk()
  local texts = {}
  for _, file in ipairs(vim.fn.glob(editor.roles .. '*', false, true)) do
    texts[file] = editor.read(file)
  end
  return texts
end

local function text_of(path)
  return nvim([[
    local number = vim.fn.bufnr(...)
    return number > 0 and table.concat(vim.api.nvim_buf_get_lines(number, 0, -1, false), '\n') or ''
  ]], path)
end

step("a rename changes other files, open or not, saved or not, and the name of the role's file", function()
  local before = texts_on_disk()
  local renamed = editor.roles .. 'data-platform-builder.yaml'
  edit(ml)
  keys('ggO# Not saved.<Esc>')
  edit(data_engineer)
  put_cursor('name: Data Engineer', 8)
  nvim([[vim.ui.input = function(_, done)
    done('Data Platform Builder')
  end]])
  keys('grn')
  eventually('not renamed', function()
    return line_of('name: Data Platform Builder')
  end)
  eventually("the file keeps its name", function()
    return nvim('return vim.api.nvim_buf_get_name(0)') == renamed
  end)
  equal({ vim.uv.fs_stat(renamed) ~= nil, vim.uv.fs_stat(data_engineer) ~= nil }, { true, false })
  eventually('the file that is not open keeps the old name', function()
    return text_of(backend):find('role: Data Platform Builder', 1, true)
  end)
  local other = text_of(ml)
  assert(other:find('^# Not saved%.\n') and other:find('role: Data Platform Builder', 1, true), other)
  eventually('findings about the new name', function()
    return not has(backend, 'unknown-role') and not has(ml, 'unknown-role') and not has(renamed, 'file-name')
  end)
  eventually('it is not said what is left', function()
    return nvim('return vim.fn.execute("messages")'):find('%d+ sentences still say "Data Engineer"')
  end)
  put_back(before)
end)

step('a fix creates the role that an alternative names', function()
  local before = texts_on_disk()
  local created = editor.roles .. 'quantum-baker.yaml'
  edit(backend)
  put_cursor('role: Data Engineer', #'role: ')
  keys('CQuantum Baker<Esc>')
  eventually('no finding', function()
    return has(backend, 'unknown-role')
  end)
  choose('Create')
  keys('gra')
  eventually('not created', function()
    return text_of(created):find('^name: Quantum Baker\n')
  end)
  eventually('the finding stays', function()
    return not has(backend, 'unknown-role')
  end)
  put_back(before)
end)

step('a fix renames the file that is not called after its role', function()
  local before = texts_on_disk()
  local wrong, right = editor.roles .. 'wrong.yaml', editor.roles .. 'right-name.yaml'
  editor.write(wrong, 'name: Right Name\nsummary: Is called so.\n')
  edit(wrong)
  eventually('no finding', function()
    return has(wrong, 'file-name')
  end)
  put_cursor('Right Name')
  choose('Rename')
  keys('gra')
  eventually('not renamed', function()
    return nvim('return vim.api.nvim_buf_get_name(0)') == right
  end)
  eventually('the finding stays', function()
    return not has(right, 'file-name') and not has(wrong, 'file-name')
  end)
  equal({ vim.uv.fs_stat(right) ~= nil, vim.uv.fs_stat(wrong) ~= nil }, { true, false })
  put_back(before)
end)

step(':Sidestep retire, delete and duplicate change what refers to a role, and say what is left', function()
  local before = texts_on_disk()
  local function said(pattern)
    eventually('not said: ' .. pattern, function()
      return (nvim('return said')[1] or ''):find(pattern)
    end)
    nvim('said = {} vim.cmd.cclose()')
  end
  edit(data_engineer)
  put_cursor('name: Data Engineer', 8)
  keys(':Sidestep retire ML Engineer<CR>')
  said('Retire "Data Engineer" in favour of "ML Engineer": %d+ files changed %(:wall writes them%)')
  assert(line_of('status: retired') and line_of('replaced_by: ML Engineer'), vim.inspect(editor.lines()))
  keys(':Sidestep duplicate Data Baker<CR>')
  local copy = editor.roles .. 'data-baker.yaml'
  eventually('no copy', function()
    return nvim('return vim.api.nvim_buf_get_name(0)') == copy and line_of('name: Data Baker')
  end)
  put_back(before)
  edit(data_engineer)
  nvim('vim.fn.confirm = function(question) table.insert(said, question) return 1 end')
  keys(':Sidestep delete<CR>')
  eventually('not deleted', function()
    return not vim.uv.fs_stat(data_engineer)
  end)
  assert(not text_of(backend):find('role: Data Engineer', 1, true), text_of(backend))
  local heard = nvim('return said')
  assert(heard[1]:find('^Delete "Data Engineer", its file and all that refers to it%? %d+ mentions, on %d+ pages$'), heard[1])
  nvim('said = {}')
  put_back(before)
  keys(':Sidestep retire Nobody<CR>')
  eventually('nothing said', function()
    return nvim('return said')[1]
  end)
  put_back(before)
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
