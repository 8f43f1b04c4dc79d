// The import arrows of ARCHITECTURE.md, enforced: each folder names what it must not import.
import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

/** What a folder must not import; `typesOnly` may be imported for its types. */
const arrow = (folder, message, regex, typesOnly) => ({
  files: [`${folder}/**/*.ts`],
  rules: {
    "@typescript-eslint/no-restricted-imports": [
      "error",
      {
        patterns: [
          { regex, message },
          ...(typesOnly ? [{ regex: typesOnly, message, allowTypeImports: true }] : []),
        ],
      },
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
    files: ["**/*.mjs", "**/*.cjs", "**/*.js"],
    languageOptions: { globals: { process: "readonly", console: "readonly" } },
    rules: { "no-undef": "off", "@typescript-eslint/no-require-imports": "off" },
  },
  arrow(
    "provider/kinds",
    "a kind is tables and pure functions: of lifecycle/, reading/ and the SDK it takes only types, " +
      "and what is as pure and has no other place (redact, members)",
    "^(?!\\./|\\.\\./(tagList|ec2Tags|fields)$|\\.\\.(/\\.\\.)?/(lifecycle|reading)/|@aws-sdk/)",
    "^(\\.\\.(/\\.\\.)?/(lifecycle/(?!redact$)|reading/(?!members$))|@aws-sdk/)",
  ),
  arrow(
    "provider/lifecycle",
    "the lifecycle knows itself and waiting/; AWS, Pulumi and the clock are passed in",
    "^(?!\\./|\\.\\./waiting/|node:crypto$)",
  ),
  arrow(
    "provider/reading",
    "reading knows itself and lifecycle/; AWS and the settings are passed in",
    "^(?!\\./|\\.\\./lifecycle/)",
  ),
  arrow(
    "provider/waiting",
    "waiting knows nothing outside itself: clock, chance and describe are passed in",
    "^(?!\\./|\\.\\./lifecycle/ports$)",
    "^\\.\\./lifecycle/ports$",
  ),
  arrow(
    "provider/aws",
    "aws/ knows the SDK and what the lifecycle asks of it",
    "^(?!\\./|@aws-sdk/|@smithy/|node:|\\.\\./lifecycle/)",
    "^\\.\\./lifecycle/(?!(json|redact)$)",
  ),
  arrow(
    "cli",
    "the commands know kinds, lifecycle, waiting and aws, and never Pulumi: they must start at once",
    "^(?!\\./|\\.\\./provider/(kinds|lifecycle|waiting|aws)(/|$)|commander$|cli-table3$|node:)",
  ),
  arrow(
    "emulator",
    "the emulator shares no code with the provider",
    "provider/|@pulumi/|@aws-sdk/",
  ),
);
