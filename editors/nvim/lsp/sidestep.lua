-- The language server's configuration; see :help lsp-config. Change it with vim.lsp.config('sidestep', { … }).
local sidestep = require('sidestep')

---@type vim.lsp.Config
return {
  cmd = { sidestep.executable(), 'lsp' },
  filetypes = { 'yaml', 'json', 'markdown', 'mdx' },
  -- Only in a workspace: other YAML files are none of Sidestep's business.
  root_dir = function(bufnr, on_dir)
    local root = sidestep.root(vim.api.nvim_buf_get_name(bufnr))
    if root then
      on_dir(root)
    end
  end,
  -- Beside these, `diagnostics = { delay = … }`: how long what is being typed may be wrong (milliseconds).
  init_options = {
    notifications = { status = true },
    commands = { suggest = 'editor.action.triggerSuggest' },
  },
  -- Neovim gathers changes for 150 ms; what is true of the text can stand there sooner.
  flags = { debounce_text_changes = 20 },
  handlers = {
    ['sidestep/statusChanged'] = function(...)
      return require('sidestep.status').on_changed(...)
    end,
  },
  before_init = function(params)
    -- Neovim 0.11 asks for findings when their own buffer changes, and cannot be told that another file has changed them.
    -- Without this ability the server sends them by itself, also those of files that are not open.
    params.capabilities.textDocument.diagnostic = nil
  end,
  on_exit = function(code, signal, client_id)
    require('sidestep.status').forget(client_id)
    require('sidestep.restart').on_exit(code, signal, client_id)
  end,
}
