import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { openServer, type Database } from "@searchfit/pg-corpus";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { runProgram } from "../../../tools/test-kit/src/run-program.ts";
import { startTestServer, titleOf } from "../../../tools/test-kit/src/start-test-server.ts";
import {
  temporaryFolder,
  type TemporaryFolder,
} from "../../../tools/test-kit/src/temporary-folder.ts";
import { until } from "../../../tools/test-kit/src/until.ts";
import { makeProductTable } from "./product-table.ts";
import { pythonFolder, rayPython } from "./ray-environment.ts";
import { slowDown } from "./slow-down.ts";
import { bin, startBin } from "./start-bin.ts";
import { startProgram } from "./start-program.ts";
import { tinyModel } from "./tiny-model.ts";

const server = await startTestServer();
afterAll(async () => {
  if (!("skipped" in server)) await server.stop();
});

const products = 400;
/** So that both workers have begun before one of them has done everything, on a slow machine, too. */
const secondsARow = 1;
const flags = ["--model", tinyModel, "--batch-size", "2", "--shard-size", "50"];
/** Goes along with the job although `DATABASE_URL` wins, and must be seen nowhere. */
const password = "not-to-be-shown-4711";

describe.skipIf("skipped" in server)(titleOf("a Ray job on", server), () => {
  let python: string;
  /** Ray's files; its sockets need a short path. */
  let temporary: TemporaryFolder;
  /** What one worker writes, without Ray. */
  let expected: unknown;
  beforeAll(async () => {
    python = await rayPython();
    temporary = await temporaryFolder();
    await using alone = await makeTable();
    const { connectionString } = alone;
    const worker = startBin(["work", "--yes", "--threads", "1", ...flags], {
      cwd: import.meta.dirname,
      env: { DATABASE_URL: connectionString },
    });
    expect((await worker.ended).code).toBe(0);
    expected = await nextVectors(alone.db);
  });
  afterAll(() => temporary[Symbol.asyncDispose]());

  /** A database with a table, that is open until the test ends. */
  async function makeTable() {
    if ("skipped" in server) throw new Error(server.skipped);
    const { connectionString } = await server.createDatabase();
    const db = await openServer({ connectionString });
    await makeProductTable(db, products);
    return { db, connectionString, [Symbol.asyncDispose]: () => db.close() };
  }

  function startJob(connectionString: string, ...workFlags: readonly string[]) {
    const program = ["--program", `'${process.execPath}' '${bin}'`];
    const own = ["--workers", "2", ...program, "--json", "--", ...workFlags];
    const job = startProgram([python, "-m", "searchfit_ray", ...own], {
      cwd: import.meta.dirname,
      env: {
        DATABASE_URL: connectionString,
        DB_PASSWORD: password,
        PYTHONPATH: pythonFolder,
        PYTHONDONTWRITEBYTECODE: "1",
        RAY_TMPDIR: temporary.path,
      },
    });
    onTestFinished(async () => {
      job.signal("SIGINT"); // where the test has failed before
      await job.ended;
    });
    return job;
  }

  it("fills a table as a worker alone does, to the byte, although one is killed; reports to nobody", async () => {
    await using table = await makeTable();
    const speedUp = await slowDown(table.db, secondsARow);
    const job = startJob(table.connectionString, ...flags);
    await job.printed("[worker 1] Re-embedded batch");
    const printed = await job.printed("[worker 0] Re-embedded batch");
    const processes = (await runProgram("ps", ["-eww", "-o", "args="])).split("\n");
    const isThere = (text: string) => processes.some((line) => line.includes(text));
    expect(isThere(temporary.path)).toBe(true);
    expect([isThere("dashboard/dashboard.py"), isThere(password)]).toEqual([false, false]);
    process.kill(Number(/\[worker 0\] process (\d+) on /u.exec(printed)?.[1]), "SIGKILL");
    await job.printed(/\[worker 0\] process [^]+was ended by SIGKILL[^]+\[worker 0\] process /u);
    await speedUp();

    const { code, stdout, stderr } = await job.ended;
    expect([code, stderr]).toEqual([0, expect.stringContaining("[worker 1] Re-embedded batch")]);
    const { workers, total } = JSON.parse(stdout) as JobResult;
    expect(workers.map(({ worker: number }) => number)).toEqual([0, 1]);
    expect(total).toBe(products);
    expect(await findText(temporary.path, password)).toEqual([]);
    const vectors = await nextVectors(table.db);
    expect(vectors).toHaveLength(products);
    expect(vectors).toEqual(expected);
  });

  it("ends its workers at Ctrl-C", async () => {
    await using table = await makeTable();
    await slowDown(table.db, secondsARow);
    const job = startJob(table.connectionString, ...flags);
    await job.printed("Re-embedded batch");
    job.signal("SIGINT");
    const { code, stdout } = await job.ended;
    expect([code, JSON.parse(stdout)]).toMatchObject([130, { error: { code: "INTERRUPTED" } }]);
    await until("no worker is connected", async () => (await connectionsOf(table.db)) === 0);
  });

  it("sends its code along: a machine of the cluster needs no file of ours", async () => {
    const settings = `JobSettings(1, 1.0, 0, ("true",), (), "/", {})`;
    const write = [
      "import sys, ray.cloudpickle as pickle, searchfit_ray",
      "from searchfit_ray.job_settings import JobSettings",
      "from searchfit_ray.shard_worker import shard_worker",
      "pickle.register_pickle_by_value(searchfit_ray)",
      `sys.stdout.write(pickle.dumps(shard_worker(${settings})).hex())`,
    ];
    const env = { PATH: process.env.PATH, PYTHONPATH: pythonFolder };
    const pickled = await runProgram(python, ["-c", write.join("\n")], { env });
    const read = [
      "import sys, ray.cloudpickle as pickle",
      `try: pickle.loads(bytes.fromhex(sys.argv[1]))({"worker": 0})`,
      `except Exception as error: print(type(error).__name__, error, "searchfit_ray" in sys.modules)`,
    ];
    const bare = { env: { PATH: process.env.PATH }, cwd: temporary.path };
    expect(await runProgram(python, ["-c", read.join("\n"), pickled], bare)).toMatch(
      /^JobError Worker 0 on .+ ended without a result: .+ False\n$/u,
    );
  });
});

interface JobResult {
  readonly workers: readonly { readonly worker: number }[];
  readonly total: number;
}

async function connectionsOf(db: Database): Promise<number> {
  const [row] = await db.query<{ connections: number }>(
    `SELECT count(*)::int AS "connections" FROM pg_stat_activity
     WHERE application_name = 'reembed' AND datname = current_database()`,
  );
  return row?.connections ?? 0;
}

/** The new vectors, bit for bit. */
async function nextVectors(db: Database) {
  return db.query(
    `SELECT id, encode(vector_send(content_embedding__next), 'hex') AS "content",
       encode(vector_send(title_embedding__next), 'hex') AS "title"
     FROM ingested_records
     WHERE content_embedding__next IS NOT NULL AND title_embedding__next IS NOT NULL ORDER BY id`,
  );
}

/** Files in a folder that hold a text. */
async function findText(folder: string, text: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const found: string[] = [];
  for (const { parentPath, name } of files) {
    const file = join(parentPath, name);
    if ((await readFile(file)).includes(text)) found.push(file);
  }
  return found;
}
