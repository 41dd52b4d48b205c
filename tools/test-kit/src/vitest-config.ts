import { basename, join, resolve } from "node:path";
import { defineConfig, type ViteUserConfig } from "vitest/config";

const workspaceRoot = resolve(import.meta.dirname, "../../..");

/** Vitest configuration of the fast tests: `src/**\/*.test.ts`, no network, no model, no server. */
export function fastTests(projectRoot: string): ViteUserConfig {
  return testConfig(projectRoot, "test", ["{src,test}/**/*.test.ts"], 20_000);
}

/** Vitest configuration of the slow tests: real model, real PostgreSQL, real Python. */
export function slowTests(projectRoot: string): ViteUserConfig {
  return testConfig(projectRoot, "slow", ["test/**/*.slow.ts"], 600_000);
}

function testConfig(
  projectRoot: string,
  kind: "test" | "slow",
  include: string[],
  testTimeout: number,
): ViteUserConfig {
  const report = join(workspaceRoot, "test-reports", `${basename(projectRoot)}.${kind}.json`);
  return defineConfig({
    root: projectRoot,
    resolve: { conditions: ["@searchfit/source"] },
    ssr: { resolve: { conditions: ["@searchfit/source", "node", "import", "default"] } },
    test: {
      include,
      testTimeout,
      hookTimeout: testTimeout,
      maxWorkers: 2,
      passWithNoTests: kind === "slow",
      setupFiles: [join(workspaceRoot, "tools/test-kit/src/fail-on-console.ts")],
      reporters: ["default", ["json", { outputFile: report }]],
    },
  });
}
