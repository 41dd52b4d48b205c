import { access, mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { runProgram } from "./run-program.ts";

const name = "@sparticuz/chromium";
const unpack = `import chromium from "${name}"; await chromium.executablePath();`;

/**
 * The Chromium of the package, unpacked at the first call and kept in the cache folder under its
 * version. It appears there whole or not at all: the package itself unpacks into the system's
 * temporary folder, where another process would start a file that is half written.
 *
 * @returns Path of the program.
 */
export async function installChromium(): Promise<string> {
  const base = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const cache = join(base, "searchfit", "test-kit");
  const folder = join(cache, `chromium-${await version()}`);
  const program = join(folder, "chromium");
  if (await exists(program)) return program;
  await mkdir(cache, { recursive: true });
  const making = await mkdtemp(join(cache, "making-"));
  try {
    await runProgram(process.execPath, ["--input-type=module", "--eval", unpack], {
      cwd: import.meta.dirname,
      env: { ...process.env, TMPDIR: making, NODE_OPTIONS: "" },
    });
    await rename(making, folder).catch(async (error: unknown) => {
      // Another process may have finished first; then its folder serves.
      if (!(await exists(program))) throw error;
    });
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return program;
}

/** The version that this package pins. */
async function version(): Promise<string> {
  const file = join(import.meta.dirname, "..", "package.json");
  const { dependencies } = JSON.parse(await readFile(file, "utf8")) as {
    dependencies: Readonly<Record<string, string>>;
  };
  return dependencies[name] ?? "unknown";
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
