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
  -- What the others are compared with: no server, so that all that Neovim does by itself shows.
  { 'alone', 'role.yaml', 'roles/platform-engineer.yaml', 0, nil },
}

local results = {}
local tasks = {}
for _, case in ipairs(texts) do
  local name, source, path, ms, env = unpack(case, 1, 5)
  table.insert(tasks, function()
    local writer = typist.open(root .. '/content/' .. path, { env = env, alone = not env })
    writer:keys('gg0vG$s')
    writer:type(typed(source), ms)
    writer:keys('<Esc>')
    results[name] = { writer:text(), typed(source), writer:lists() }
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
