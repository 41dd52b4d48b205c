import { readFileSync } from "node:fs";
import nx from "@nx/eslint-plugin";
import jsdoc from "eslint-plugin-jsdoc";
import tseslint from "typescript-eslint";

const root = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
if (!root.workspaces.includes("packages/*"))
  throw new Error("eslint.config.js: not the workspace root");

/** External packages that only the named projects may import. */
const fences = {
  pg: ["pg-corpus", "test-kit"],
  "pg-*": ["pg-corpus", "test-kit"],
  pgvector: ["pg-corpus"],
  "@electric-sql/*": ["pg-corpus"],
  "onnxruntime-node": ["onnx-embedder", "hybrid-retrieval"],
  "@huggingface/*": ["onnx-embedder"],
  "@qdrant/*": ["hybrid-retrieval"],
  "@anthropic-ai/sdk": ["synthetic-queries"],
  openai: ["synthetic-queries", "embed-server", "examples"],
  ollama: ["synthetic-queries"],
  execa: ["trainer-bridge", "test-runner", "readme-runner", "test-kit"],
  fastify: ["embed-server"],
  "prom-client": ["embed-server"],
  "playwright-core": ["test-kit"],
  "@sparticuz/*": ["test-kit"],
  commander: ["cli", "reembed-job", "live-compare", "embed-server"],
  dotenv: ["cli", "reembed-job", "live-compare", "embed-server"],
};

const projects = [
  "ir-metrics",
  "retrieval-dataset",
  "synthetic-queries",
  "hybrid-retrieval",
  "pg-corpus",
  "onnx-embedder",
  "trainer-bridge",
  "experiment-store",
  "report-md",
  "cli",
  "reembed-job",
  "live-compare",
  "embed-server",
  "test-kit",
  "build",
  "test-runner",
  "golden",
  "bench",
  "readme-runner",
  "docs-site",
  "examples",
  "release",
];

const fenceConstraints = projects.map((project) => ({
  sourceTag: `package:${project}`,
  onlyDependOnLibsWithTags: ["*"],
  bannedExternalImports: Object.entries(fences)
    .filter(([, allowed]) => !allowed.includes(project))
    .map(([name]) => name),
}));

const childProcesses = {
  paths: ["node:child_process", "child_process"].map((name) => ({
    name,
    message: "Child processes belong to trainer-bridge (and to tests and tools).",
  })),
};

export default tseslint.config(
  { ignores: ["**/dist/**", "**/node_modules/**", "**/coverage/**", "**/*.d.ts"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.recommendedTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { "@nx": nx, jsdoc },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/consistent-indexed-object-style": "off",
      "max-lines": ["error", { max: 250, skipBlankLines: false }],
      "max-lines-per-function": ["error", { max: 60 }],
      "max-params": ["error", 3],
      "no-restricted-imports": ["error", childProcesses],
      "@nx/enforce-module-boundaries": [
        "error",
        {
          enforceBuildableLibDependency: false,
          allow: [
            "../../tools/build/src/*",
            "../../tools/test-kit/src/*",
            "../../../tools/test-kit/src/*",
          ],
          depConstraints: [
            {
              sourceTag: "layer:app",
              onlyDependOnLibsWithTags: ["layer:capability", "layer:domain", "layer:tool"],
            },
            {
              sourceTag: "layer:capability",
              onlyDependOnLibsWithTags: ["layer:domain", "layer:tool"],
            },
            { sourceTag: "layer:domain", onlyDependOnLibsWithTags: ["layer:domain", "layer:tool"] },
            { sourceTag: "layer:tool", onlyDependOnLibsWithTags: ["*"] },
            { sourceTag: "package:ir-metrics", onlyDependOnLibsWithTags: ["layer:tool"] },
            ...fenceConstraints,
          ],
        },
      ],
    },
  },
  {
    files: ["packages/*/src/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-console": "error",
      "no-restricted-globals": [
        "error",
        { name: "console", message: "Packages take values and never print; apps print." },
      ],
      "no-restricted-properties": [
        "error",
        ...["env", "argv", "stdout", "stderr", "exit"].map((property) => ({
          object: "process",
          property,
          message: "Packages take values; only apps read flags and environment, or print.",
        })),
      ],
      "jsdoc/require-jsdoc": [
        "error",
        {
          publicOnly: true,
          require: { FunctionDeclaration: true, ClassDeclaration: true, MethodDefinition: false },
          contexts: [
            "ExportNamedDeclaration > TSInterfaceDeclaration",
            "ExportNamedDeclaration > TSTypeAliasDeclaration",
            "ExportNamedDeclaration > VariableDeclaration",
            "ExportNamedDeclaration > TSInterfaceDeclaration TSPropertySignature",
          ],
        },
      ],
    },
  },
  {
    files: [
      "packages/trainer-bridge/src/**/*.ts",
      "**/*.test.ts",
      "**/test/**/*.ts",
      "tools/**/*.ts",
    ],
    rules: { "no-restricted-imports": "off" },
  },
  {
    files: ["**/*.test.ts", "**/test/**/*.ts", "tools/**/*.ts"],
    rules: {
      "max-lines-per-function": "off",
      "@typescript-eslint/no-floating-promises": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
);
