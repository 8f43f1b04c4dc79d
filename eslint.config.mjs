// The import arrows of ARCHITECTURE.md, enforced: each folder names what it must not import.
import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

const arrow = (files, message, regex, allowTypeImports = false) => ({
  files: [`${files}/**/*.ts`],
  rules: {
    "@typescript-eslint/no-restricted-imports": [
      "error",
      { patterns: [{ regex, message, allowTypeImports }] },
    ],
  },
});

export default tseslint.config(
  { ignores: ["dist/", "coverage/", "node_modules/", ".pulumi-local/", "examples/*/dist/"] },
  eslint.configs.recommended,
  ...tseslint.configs.recommended,
  {
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": "error",
      eqeqeq: "error",
    },
  },
  {
    files: ["**/*.mjs", "**/*.js"],
    languageOptions: { globals: { process: "readonly", console: "readonly" } },
    rules: { "no-undef": "off", "@typescript-eslint/no-require-imports": "off" },
  },
  arrow(
    "provider/kinds",
    "a kind is tables and pure functions: only types of ../../lifecycle and of the SDK",
    "^(?!\\./|\\.\\./\\.\\./lifecycle/|@aws-sdk/)",
    false,
  ),
  arrow(
    "provider/lifecycle",
    "the lifecycle knows nothing outside itself and waiting/: everything else is passed in",
    "^(?!\\./|\\.\\./waiting/|node:crypto$)",
  ),
  arrow(
    "provider/waiting",
    "waiting knows nothing outside itself: clock, randomness and describe are passed in",
    "^(?!\\./|\\.\\./lifecycle/ports)",
  ),
  arrow(
    "provider/aws",
    "aws/ knows the SDK and the ports it fulfils, nothing of Pulumi or the kinds",
    "^(?!\\./|@aws-sdk/|@smithy/|\\.\\./lifecycle/ports|node:)",
  ),
  arrow("emulator", "the emulator shares no code with the provider", "provider/|@pulumi/|@aws-sdk/"),
);
