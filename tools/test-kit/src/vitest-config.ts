import { basename, join, resolve } from "node:path";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import { tellRetried } from "./tell-retried.ts";

const workspaceRoot = resolve(import.meta.dirname, "../../..");

/** Vitest configuration of the fast tests: `src/**\/*.test.ts`, no network, no model, no server. */
export function fastTests(projectRoot: string): ViteUserConfig {
  const include = ["{src,test}/**/*.test.ts"];
  return testConfig(projectRoot, { kind: "test", include, testTimeout: 120_000, retry: 0 });
}

/**
 * Vitest configuration of the slow tests: real model, real PostgreSQL, real Python. One that fails is
 * tried once more, as servers share their machine with others; a line then begins with "retried:".
 */
export function slowTests(projectRoot: string): ViteUserConfig {
  const include = ["test/**/*.slow.ts"];
  return testConfig(projectRoot, { kind: "slow", include, testTimeout: 3_600_000, retry: 1 });
}

interface TestKind {
  readonly kind: "test" | "slow";
  readonly include: string[];
  /** Far more than any test takes on a slow and busy machine: it only ends what hangs. */
  readonly testTimeout: number;
  readonly retry: number;
}

function testConfig(projectRoot: string, options: TestKind): ViteUserConfig {
  const { kind, include, testTimeout, retry } = options;
  const report = join(workspaceRoot, "test-reports", `${basename(projectRoot)}.${kind}.json`);
  return defineConfig({
    root: projectRoot,
    resolve: { conditions: ["@searchfit/source"] },
    ssr: { resolve: { conditions: ["@searchfit/source", "node"] } },
    test: {
      include,
      testTimeout,
      hookTimeout: testTimeout,
      teardownTimeout: 60_000,
      expect: { poll: { timeout: 60_000 } },
      retry,
      maxWorkers: 2,
      passWithNoTests: kind === "slow",
      setupFiles: [join(workspaceRoot, "tools/test-kit/src/fail-on-console.ts")],
      reporters: ["default", tellRetried, ["json", { outputFile: report }]],
    },
  });
}
