-- What is accepted from a list: it stands in the place of all that it replaces, and blocks of lines are indented as what
-- stands around them.
local editor = require('editor')
local step = editor.step
local start, nvim, keys, edit, put_cursor = editor.start, editor.nvim, editor.keys, editor.edit, editor.put_cursor
local eventually, lenses = editor.eventually, editor.lenses
local backend = editor.backend

local fresh = editor.roles .. 'fresh.yaml'
editor.write(
  fresh,
  [[
name: Fresh
summary: Begins.
skills: [API design]
tools: [Java]
comparison:
  columns: [Primary Focus, Key Skills, Common Tools/Technologies, Typical Deliverables]
  rows:
    - role: Data Engineer
]]
)

editor.stop()
start({ AUTOTRIGGER = '1' })
edit(backend)
eventually('not served', function()
  return lenses()[1]
end)

local before

---@param path string
local function open(path)
  edit(path)
  before = nvim('return vim.api.nvim_buf_get_lines(0, 0, -1, false)')
end

---Asks for a list, unless one is shown, and accepts an item.
local function accept(label)
  local position = eventually('not offered: ' .. label, function()
    local info = nvim('return vim.fn.complete_info({ "items", "pum_visible" })')
    for number, item in ipairs(info.pum_visible == 1 and info.items or {}) do
      if item.abbr == label then
        return number
      end
    end
    keys('<C-x><C-o>')
    vim.wait(100)
  end)
  keys(('<C-n>'):rep(position) .. '<C-y>')
  vim.wait(200)
end

---Compares the lines from one on, and leaves the buffer as it was.
---@param number integer
---@param expected string[]
local function compare(number, expected)
  local got = nvim('return vim.api.nvim_buf_get_lines(0, ...)', number - 1, number - 1 + #expected, false)
  keys('<Esc>')
  nvim([[
    vim.snippet.stop()
    vim.api.nvim_buf_set_lines(0, 0, -1, false, ...)
  ]], before)
  editor.equal(got, expected)
end

open(backend)

---Where the cursor stands in a text, what is typed there, what is accepted, and the line then.
for _, case in ipairs({
  { '  - role: |Fullstack Engineer', 'ml', 'ML Engineer', '  - role: ML Engineer' },
  { '  - role: Full|stack Engineer', '', 'Fullstack Engineer', '  - role: Fullstack Engineer' },
  { '  columns: [Primary Fo|cus, Key', '', 'Primary Focus', '  columns: [Primary Focus, Key Skills, Common Tools/Technologies, Typical Deliverables]' },
  { '      Key |Skills: Distributed', '', 'Key Skills', '      Key Skills: Distributed systems, database management, API design, scalability' },
}) do
  step(('"%s" is accepted in %s'):format(case[3], vim.trim(case[1])), function()
    local at = case[1]:find('|', 1, true)
    local number = put_cursor((case[1]:gsub('|', '', 1)), at - 1)
    keys('i' .. case[2])
    accept(case[3])
    compare(number, { case[4] })
  end)
end

step('a mention is replaced up to its end', function()
  local number = put_cursor('[[tool:Terraform]]', #'[[tool:Te')
  keys('i')
  accept('Terraform')
  local line = before[number]
  compare(number, { line })
  put_cursor('[[tool:Terraform]]', #'[[tool:')
  keys('ikube')
  accept('Kubernetes')
  compare(number, { (line:gsub('Terraform', 'Kubernetes')) })
end)

step('an item of a list in brackets is replaced up to its end', function()
  local number = put_cursor('tools: [Java, Python', #'tools: [Java, ')
  keys('ipost')
  accept('PostgreSQL')
  compare(number, { (before[number]:gsub('Python', 'PostgreSQL', 1)) })
end)

---In which file after which line, what is typed on a new one, what is accepted, what is typed then, and the lines at last.
for _, case in ipairs({
  { backend, '      - Founders and early', '  - best', 'best_for', 'You', { '  - best_for:', '      - You' } },
  { backend, '      - Founders and early', '  ', 'tagline', 'So', { '  - tagline: So' } },
  {
    fresh,
    '  rows:',
    '    ',
    'Fresh',
    'Servers<Tab>API design',
    {
      '    - role: Fresh',
      '      Primary Focus: Servers',
      '      Key Skills: API design',
      '      Common Tools/Technologies: ',
      '      Typical Deliverables: ',
      '    - role: Data Engineer',
    },
  },
  {
    fresh,
    '  rows:',
    '    - ',
    'Fresh',
    'Servers',
    { '    - role: Fresh', '      Primary Focus: Servers', '      Key Skills: ' },
  },
  {
    fresh,
    'tools:',
    '',
    'page',
    'Because.<Tab>Data Engineer<Tab>Moves data<Tab>Builds pipelines.',
    {
      'why: |',
      '  Because.',
      'alternatives:',
      '  - role: Data Engineer',
      '    tagline: Moves data',
      '    about: |',
      '      Builds pipelines.',
    },
  },
}) do
  local file, after, typed, label, then_typed, expected = unpack(case, 1, 6)
  step(('a block is indented as what stands around it: "%s" behind "%s"'):format(label, typed), function()
    open(file)
    local number = put_cursor(after) + 1
    keys('o')
    vim.wait(100)
    nvim([[vim.api.nvim_set_current_line('')]])
    keys(typed)
    accept(label)
    -- As an author types.
    for number, part in ipairs(vim.split(then_typed, '<Tab>')) do
      keys(number > 1 and '<Tab>' or '')
      for _, key in ipairs(vim.fn.split(part, '\\zs')) do
        keys(key)
        vim.wait(20)
      end
    end
    vim.wait(100)
    compare(number, expected)
  end)
end
os.remove(fresh)
editor.stop()
start()
