import { spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installPostgres } from "../../../tools/test-kit/src/install-postgres.ts";
import { runProgram } from "../../../tools/test-kit/src/run-program.ts";

/** A PostgreSQL server that a benchmark may stop and start. */
export interface OwnServer {
  /** `postgresql://…` of its only database. */
  readonly connectionString: string;
  /** Stops it and starts it again; "immediate" as a crash does, "fast" as an administrator does. */
  readonly restart: (mode: "fast" | "immediate") => Promise<void>;
  /** Stops it and removes its files. */
  readonly stop: () => Promise<void>;
}

/** Makes a cluster in a temporary folder (PostgreSQL of the test kit) and starts it on a free port. */
export async function startOwnServer(): Promise<OwnServer> {
  const bin = join(await installPostgres(), "bin");
  const account = await unprivilegedAccount();
  const folder = await mkdtemp(join(tmpdir(), "searchfit-bench-"));
  if (account.uid !== undefined) await chown(folder, account.uid, account.gid);
  const data = join(folder, "data");
  const as = { ...account, cwd: folder };
  await runProgram(join(bin, "initdb"), ["-D", data, "-U", "postgres", "-A", "trust"], as);
  const port = await freePort();
  const settings = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories= -c max_connections=100`;
  const control = async (...args: readonly string[]) => {
    const program = [join(bin, "pg_ctl"), "-D", data, "-w", "-t", "300", ...args];
    // The server keeps what its starter opened: nothing must wait for its output to end.
    const [file = "", ...rest] = program;
    const child = spawn(file, rest, { ...as, stdio: "ignore" });
    const [code] = (await once(child, "exit")) as [number | null];
    if (code !== 0) throw new Error(`pg_ctl ${args[0] ?? ""} failed; see ${folder}/log.`);
  };
  const starting = ["-l", join(folder, "log"), "-o", settings];
  await control("start", ...starting);
  return {
    connectionString: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    restart: (mode) => control("restart", "-m", mode, ...starting),
    stop: async () => {
      await control("stop", "-m", "immediate");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root. */
async function unprivilegedAccount(): Promise<{ readonly uid?: number; readonly gid: number }> {
  if (process.getuid?.() !== 0) return { gid: 0 };
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  const line = lines.find(([name]) => name === "nobody") ?? [];
  return { uid: Number(line[2] ?? 65_534), gid: Number(line[3] ?? 65_534) };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { readonly port: number };
  probe.close();
  await once(probe, "close");
  return port;
}
