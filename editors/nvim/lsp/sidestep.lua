-- The language server's configuration; see :help lsp-config. Change it with vim.lsp.config('sidestep', { … }).
local sidestep = require('sidestep')

---@type vim.lsp.Config
return {
  cmd = { sidestep.executable(), 'lsp' },
  filetypes = { 'yaml' },
  -- Only in a workspace: other YAML files are none of Sidestep's business.
  root_dir = function(bufnr, on_dir)
    local root = sidestep.root(vim.api.nvim_buf_get_name(bufnr))
    if root then
      on_dir(root)
    end
  end,
  before_init = function(params)
    -- Neovim 0.11 asks for findings when their own buffer changes, and cannot be told that another file has changed them.
    -- Without this ability the server sends them by itself, also those of files that are not open.
    params.capabilities.textDocument.diagnostic = nil
  end,
  on_exit = function(...)
    require('sidestep.restart').on_exit(...)
  end,
}
