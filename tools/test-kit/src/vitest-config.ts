import { basename, join, resolve } from "node:path";
import { defineConfig, type ViteUserConfig } from "vitest/config";

const workspaceRoot = resolve(import.meta.dirname, "../../..");

/** Vitest configuration of the fast tests: `src/**\/*.test.ts`, no network, no model, no server. */
export function fastTests(projectRoot: string): ViteUserConfig {
  const include = ["{src,test}/**/*.test.ts"];
  return testConfig(projectRoot, { kind: "test", include, testTimeout: 20_000 });
}

/** Vitest configuration of the slow tests: real model, real PostgreSQL, real Python. */
export function slowTests(projectRoot: string): ViteUserConfig {
  const include = ["test/**/*.slow.ts"];
  return testConfig(projectRoot, { kind: "slow", include, testTimeout: 600_000 });
}

interface TestKind {
  readonly kind: "test" | "slow";
  readonly include: string[];
  readonly testTimeout: number;
}

function testConfig(projectRoot: string, options: TestKind): ViteUserConfig {
  const { kind, include, testTimeout } = options;
  const report = join(workspaceRoot, "test-reports", `${basename(projectRoot)}.${kind}.json`);
  return defineConfig({
    root: projectRoot,
    resolve: { conditions: ["@searchfit/source"] },
    ssr: { resolve: { conditions: ["@searchfit/source", "node"] } },
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
