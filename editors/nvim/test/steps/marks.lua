-- The mark of a finding stays with its text, whatever a change does to its line; with findings that the server sends and
-- with those that the editor asks for.
local editor = require('editor')
local step = editor.step
local nvim, keys, edit, put_cursor = editor.nvim, editor.keys, editor.edit, editor.put_cursor
local eventually, equal = editor.eventually, editor.equal
local line_of, underlined = editor.line_of, editor.underlined

local role = editor.roles .. 'mark.yaml'
editor.write(role, 'name: Mark\nsummary: Says what is marked.\nreplaced_by: Nobdy\nstatus: retired\n')

---How Neovim is set up, and what it has done when the server knows the text: the pause before it sends changes.
local PAUSE = 400

local changes = {
  { 'the same text pasted over all', 'ggyGVGp' },
  { 'the same text put in the place of the file', 'ggVGyggVG"_dP' },
  { 'a line taken away and put back', 'ggddP' },
  { 'a word changed and changed back', 'ggwx', 'u' },
  { 'its own line taken away and put back', '/Nobdy<CR>dd', 'P' },
  { 'its own line moved down', '/Nobdy<CR>ddp' },
  { 'a line written above it', 'ggO# Above.<Esc>' },
  { 'the file read anew', ':edit!<CR>' },
}

for _, setup in ipairs({
  { 'findings that are sent', {} },
  { 'findings that are sent, without the plugin', { STOCK = '1' } },
  { 'findings that are asked for', { STOCK = 'pull' } },
}) do
  step('a mark stands where its text is: ' .. setup[1], function()
    editor.stop()
    editor.start(setup[2])
    edit(role)
    local function marked()
      return vim.deep_equal(underlined(), { { line_of('Nobdy'), 'Nobdy' } })
    end
    eventually('no mark', marked)
    for _, change in ipairs(changes) do
      for number = 2, #change do
        keys(change[number])
        vim.wait(PAUSE)
      end
      if not vim.wait(1000, marked, 20) then
        local text = '%s: marked is %s, and the text stands in line %d'
        error(text:format(change[1], vim.inspect(underlined()), line_of('Nobdy')))
      end
    end
    nvim('vim.cmd("edit!")')
  end)
end
os.remove(role)
editor.stop()
editor.start()
