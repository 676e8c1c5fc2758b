-- What happens outside: other programs, and a server that ends.
local editor = require('editor')
local step = editor.step
local nvim, keys, edit, put_cursor = editor.nvim, editor.keys, editor.edit, editor.put_cursor
local eventually, equal = editor.eventually, editor.equal
local findings, has, lenses = editor.findings, editor.has, editor.lenses
local roles, read, write, change, backend, data_engineer = editor.roles, editor.read, editor.write, editor.change, editor.backend, editor.data_engineer

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
