-- The configuration of the Neovim under test: what a user has who has installed the plugin and done nothing else.
vim.g.sidestep_path = vim.env.SIDESTEP
vim.o.swapfile = false
vim.o.completeopt = vim.env.COMPLETEOPT or 'menuone,noselect,popup'

-- What Neovim and the plugin say, for the driver.
_G.said = {}
vim.notify = function(text)
  table.insert(_G.said, text)
end

-- What :help sidestep-completion says; "every key": what :help lsp-autocompletion says.
if vim.env.AUTOTRIGGER then
  vim.api.nvim_create_autocmd('LspAttach', {
    callback = function(event)
      if vim.env.AUTOTRIGGER == 'every key' then
        local triggers = {}
        for byte = 32, 126 do
          table.insert(triggers, string.char(byte))
        end
        local client = assert(vim.lsp.get_client_by_id(event.data.client_id))
        client.server_capabilities.completionProvider.triggerCharacters = triggers
      end
      vim.lsp.completion.enable(true, event.data.client_id, event.buf, { autotrigger = true })
    end,
  })
end

-- No plugin, and the server as :help lsp says.
if vim.env.STOCK then
  vim.g.loaded_sidestep = true
  vim.lsp.config.sidestep = {
    cmd = { vim.env.SIDESTEP, 'lsp' },
    filetypes = { 'yaml' },
    root_markers = { 'content' },
  }
  -- Findings are asked for, and again when the server says so, as Neovim 0.12 does.
  if vim.env.STOCK == 'pull' then
    vim.lsp.config.sidestep.capabilities = { workspace = { diagnostics = { refreshSupport = true } } }
    vim.lsp.config.sidestep.handlers = {
      ['workspace/diagnostic/refresh'] = function(_, _, context)
        for bufnr in pairs(vim.lsp.get_client_by_id(context.client_id).attached_buffers) do
          vim.lsp.util._refresh('textDocument/diagnostic', { bufnr = bufnr })
        end
        return vim.NIL
      end,
    }
  end
  vim.lsp.enable('sidestep')
end
