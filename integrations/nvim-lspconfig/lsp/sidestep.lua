---@brief
---
--- https://github.com/sidestep-tools/sidestep
---
--- `sidestep`, a language server for career content: pages about roles, the tools that they use, and the roles that a reader
--- might like better. Completes names, shows what they mean, renames them everywhere, and finds what does not fit together.
---
--- The program is on the path as `sidestep`; a workspace is a folder with a `sidestep.yaml`, or with `content/roles`.

---@type vim.lsp.Config
return {
  cmd = { 'sidestep', 'lsp' },
  filetypes = { 'yaml', 'json', 'markdown', 'mdx' },
  root_dir = function(bufnr, on_dir)
    local path = vim.api.nvim_buf_get_name(bufnr)
    local root = vim.fs.root(path, 'sidestep.yaml')
      or vim.fs.root(path, function(name, folder)
        return name == 'content' and vim.fn.isdirectory(vim.fs.joinpath(folder, 'content', 'roles')) == 1
      end)
    if root then
      on_dir(root)
    end
  end,
}
