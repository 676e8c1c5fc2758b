-- Starts Sidestep for the role pages of a workspace; see :help sidestep.
if vim.g.loaded_sidestep then
  return
end
vim.g.loaded_sidestep = true

if vim.fn.has('nvim-0.11') == 0 then
  vim.notify('sidestep: this plugin needs Neovim 0.11 or newer', vim.log.levels.WARN)
  return
end

vim.api.nvim_create_user_command('Sidestep', function(arguments)
  require('sidestep.command').run(arguments)
end, {
  nargs = '*',
  desc = 'Sidestep: check, new, explain, page, references and more',
  complete = function(...)
    return require('sidestep.command').complete(...)
  end,
})

vim.lsp.commands['sidestep.showReferences'] = function(command, context)
  require('sidestep.lenses').show(command, context)
end

-- Completion plugins that have a command of this name keep theirs.
vim.lsp.commands['editor.action.triggerSuggest'] = vim.lsp.commands['editor.action.triggerSuggest']
  or function(_, context)
    require('sidestep.completion').suggest(context.bufnr)
  end

local group = vim.api.nvim_create_augroup('sidestep', {})

vim.api.nvim_create_autocmd('LspAttach', {
  group = group,
  desc = 'Sidestep: code lenses and inlay hints',
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'sidestep' then
      require('sidestep.attach').attach(client, event.buf)
    end
  end,
})

if vim.g.sidestep_enable ~= false then
  -- A server that cannot be started is only written to a log by Neovim.
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    pattern = { 'yaml', 'json', 'markdown', 'mdx' },
    desc = 'Sidestep: say so when the program is missing',
    callback = function(event)
      return require('sidestep').warn_if_missing(event.buf)
    end,
  })
  vim.lsp.enable('sidestep')
end
