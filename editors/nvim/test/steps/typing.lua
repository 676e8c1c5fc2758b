-- Whole texts, typed: what was typed stands there, and nothing else. All at the same time, each in a Neovim of its own.
local editor = require('editor')
local typist = require('typist')

local root = editor.scratch .. '/typed'
vim.fn.mkdir(root, 'p')
vim.system({ 'cp', '-r', vim.env.CONTENT, root .. '/content' }):wait()

---@param name string
local function typed(name)
  return editor.read(vim.env.PLUGIN .. '/test/typed/' .. name):gsub('\n$', '')
end

local HURRY, SLOW = 40, 140

local texts = {
  { 'a role in a hurry', 'role.yaml', 'roles/platform-engineer.yaml', HURRY, { AUTOTRIGGER = '1' } },
  { 'a role slowly', 'short.yaml', 'roles/release-engineer.yaml', SLOW, { AUTOTRIGGER = '1' } },
  { 'a vocabulary in a hurry', 'vocabulary.yaml', 'tools.yaml', HURRY, { AUTOTRIGGER = '1' } },
  { 'with a list on every key', 'role.yaml', 'roles/platform-engineer.yaml', HURRY, { AUTOTRIGGER = 'every key' } },
  { 'without the plugin', 'role.yaml', 'roles/platform-engineer.yaml', HURRY, { AUTOTRIGGER = '1', STOCK = '1' } },
  -- As Neovim is set up where nobody says: the first item of a list is inserted at once.
  { 'with Neovim\'s own options', 'role.yaml', 'roles/platform-engineer.yaml', HURRY, { AUTOTRIGGER = '1', COMPLETEOPT = 'menu,popup' } },
  -- The first item is selected, and Enter takes it.
  { 'with a selected item', 'role.yaml', 'roles/platform-engineer.yaml', HURRY, { AUTOTRIGGER = '1', COMPLETEOPT = 'menuone,noinsert' } },
  { 'with a selected item on every key', 'role.yaml', 'roles/platform-engineer.yaml', HURRY, { AUTOTRIGGER = 'every key', COMPLETEOPT = 'menuone,noinsert' } },
  -- What the others are compared with: no server, so that all that Neovim does by itself shows.
  { 'alone', 'role.yaml', 'roles/platform-engineer.yaml', 0, nil },
}

---What is wrong with the text that a writer sees, from one moment to the next: each set of errors that is not empty and
---not the last one, with its time.
local WATCH = [[
  local last, findings = '', nil
  _G.states, _G.typed, _G.settled = {}, 0, 0
  vim.api.nvim_create_autocmd('TextChangedI', {
    buffer = 0,
    callback = function()
      _G.typed = vim.uv.hrtime()
    end,
  })
  vim.api.nvim_create_autocmd('DiagnosticChanged', {
    buffer = 0,
    callback = function(event)
      local set = {}
      local all = vim.tbl_map(function(found)
        return { found.code, found.message, found.lnum, found.col }
      end, vim.diagnostic.get(event.buf))
      if not vim.deep_equal(all, findings) then
        findings, _G.settled = all, vim.uv.hrtime()
      end
      for _, found in ipairs(vim.diagnostic.get(event.buf, { severity = vim.diagnostic.severity.ERROR })) do
        table.insert(set, ('%s: %s'):format(found.code, found.message))
      end
      table.sort(set)
      local now = table.concat(set, '; ')
      if now ~= last then
        last = now
        if now ~= '' then
          table.insert(_G.states, ('line %d: %s'):format(vim.fn.line('.'), now))
        end
      end
    end,
  })
]]

local results = {}
local tasks = {}
local typing = #texts
for _, case in ipairs(texts) do
  local name, source, path, ms, env = unpack(case, 1, 5)
  table.insert(tasks, function()
    local writer = typist.open(root .. '/content/' .. path, { env = env, alone = not env })
    writer:keys('gg0vG$s')
    writer:type(typed(source), ms)
    writer:keys('<Esc>')
    results[name] = { writer:text(), typed(source), writer:lists() }
    writer:close()
    typing = typing - 1
  end)
end

---The most sets of errors that one alternative with its row and its option may show until it is finished.
local STATES = 12
---How soon after the last key the truth stands there (milliseconds).
local TRUTH = 500

editor.write(root .. '/content/roles/platform-engineer.yaml', typed('page.yaml') .. '\n')
for _, ms in ipairs({ HURRY, SLOW }) do
  table.insert(tasks, function()
    -- Whoever is in a hurry is not held up by so many others; whoever is slow has the time.
    while ms == HURRY and typing > 0 do
      typist.sleep(200)
    end
    local writer = typist.open(root .. '/content/roles/platform-engineer.yaml', { env = { AUTOTRIGGER = '1' } })
    writer:nvim(WATCH)
    for _, part in ipairs({
      { '/^comparison<CR>O', 'alternative.yaml' },
      { '/^how_to_pick<CR>O', 'row.yaml' },
      { 'Go', 'option.yaml' },
    }) do
      writer:keys(part[1] .. '<F12>', ms)
      writer:type(typed(part[2]), ms)
      if part[2] ~= 'option.yaml' then
        writer:keys('<Esc>', ms)
      end
    end
    typist.sleep(3000)
    results[ms] = {
      writer:nvim('return (_G.settled - _G.typed) / 1e6'),
      writer:nvim([[
        return vim.tbl_map(function(found)
          return found.message
        end, vim.diagnostic.get(0, { severity = vim.diagnostic.severity.ERROR }))
      ]]),
      writer:nvim('return _G.states'),
      writer:text(),
    }
    writer:close()
  end)
end

typist.together(tasks)

for _, case in ipairs(texts) do
  editor.step('what is typed stands there: ' .. case[1], function()
    local result = assert(results[case[1]], 'not typed to its end')
    typist.same(result[1], result[2])
    assert(not case[5] or result[3] > 0, 'no list was ever shown')
  end)
end

for _, ms in ipairs({ HURRY, SLOW }) do
  editor.step(('an alternative is typed without a flicker of errors, a key each %d ms'):format(ms), function()
    local result = assert(results[ms], 'not typed to its end')
    local settled, errors, states, text = unpack(result)
    for _, part in ipairs({ 'alternative.yaml', 'row.yaml', 'option.yaml' }) do
      assert(text:find(typed(part), 1, true), text)
    end
    assert(#states <= STATES, ('%d sets of errors: %s'):format(#states, vim.inspect(states)))
    editor.equal(errors, { 'no role is named "DevOps Enginer"; did you mean "DevOps Engineer"?' })
    assert(settled <= TRUTH, ('the truth stood there after %d ms'):format(settled))
  end)
end
