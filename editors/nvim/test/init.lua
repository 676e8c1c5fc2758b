-- The configuration of the Neovim under test: what a user has who has installed the plugin and done nothing else.
vim.g.sidestep_path = vim.env.SIDESTEP
vim.o.swapfile = false
vim.o.completeopt = 'menuone,noselect,popup'

-- What Neovim and the plugin say, for the driver.
_G.said = {}
vim.notify = function(text)
  table.insert(_G.said, text)
end

-- What :help sidestep-completion says.
if vim.env.AUTOTRIGGER then
  vim.api.nvim_create_autocmd('LspAttach', {
    callback = function(event)
      vim.lsp.completion.enable(true, event.data.client_id, event.buf, { autotrigger = true })
    end,
  })
end
