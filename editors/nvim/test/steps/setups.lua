-- What else a user may have set up.
local editor = require('editor')
local step = editor.step
local start, nvim, keys, edit, put_cursor = editor.start, editor.nvim, editor.keys, editor.edit, editor.put_cursor
local eventually, equal = editor.eventually, editor.equal
local has, lines, line_of, lenses = editor.has, editor.lines, editor.line_of, editor.lenses
local scratch, workspace, write = editor.scratch, editor.workspace, editor.write
local backend, ml = editor.backend, editor.ml

step('completion that opens by itself, set up by the user, inserts whole names too', function()
  editor.stop()
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

step("the server's settings are those of its configuration", function()
  editor.stop()
  start()
  nvim([[vim.lsp.config('sidestep', { settings = { sidestep = { configuration = 'site/sidestep.yaml' } } })]])
  nvim('vim.fn.mkdir(..., "p")', workspace .. '/site/content/roles')
  local role = workspace .. '/site/content/roles/tester.yaml'
  write(workspace .. '/site/sidestep.yaml', 'rules: { file-name: error }\n')
  write(role, 'name: Test Engineer\nsummary: Tests.\n')
  edit(backend)
  local finding = eventually('the other workspace is not read', function()
    return has(role, 'file-name')
  end)
  equal(finding[2], 0)
  -- It is the only one.
  local folders = nvim([[
    local answer = require('sidestep').client(0):request_sync('sidestep/status', nil, 2000, 0)
    return vim.tbl_map(function(workspace)
      return vim.uri_to_fname(workspace.folder)
    end, answer.result.workspaces)
  ]])
  equal(folders, { workspace .. '/site' })
end)

step('a missing program is said once, and checkhealth tells what to do', function()
  editor.stop()
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
