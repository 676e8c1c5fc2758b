import js from "@eslint/js";
import ts from "typescript-eslint";

export default ts.config(
  { ignores: ["dist", "server", "node_modules"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [ts.configs.strictTypeChecked, ts.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      eqeqeq: "error",
    },
  },
  {
    files: ["test/unit/**/*.ts"],
    // The runner waits for a test by itself.
    rules: { "@typescript-eslint/no-floating-promises": "off" },
  },
  {
    files: ["**/*.mjs", "**/*.js"],
    // `vscode` is what functions see that the driver sends into the extension host.
    languageOptions: { globals: Object.fromEntries(["process", "console", "setTimeout", "fetch", "URL", "document", "globalThis", "vscode"].map((name) => [name, "readonly"])) },
  },
  { files: ["test/e2e/probe/*.js", "test/e2e/yaml/*.js"], languageOptions: { sourceType: "commonjs" } },
);
