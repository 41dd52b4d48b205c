import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { resultsOf, startSearchApi, type ApiReply, type SearchApi } from "./search-api.ts";
import { startBin } from "./start-bin.ts";

const patience = { timeout: 300_000 };
let folder: string;
let api: SearchApi;
let answer: (query: string, path: string) => ApiReply;

beforeAll(async () => {
  api = await startSearchApi(({ body, path }) => answer(body.query, path));
});

afterAll(() => api.close());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "live-compare-"));
  answer = () => ({ body: { results: resultsOf(["Pan", "Pot"]) } });
});

afterEach(() => rm(folder, { recursive: true }));

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  startBin(args, { cwd: folder, env }).ended;

it("shows examples with --help, for each command", patience, async () => {
  for (const args of [
    ["--help"],
    ["capture", "--help"],
    ["diff", "--help"],
    ["interleave", "--help"],
  ]) {
    const { code, stdout, stderr } = await run(args);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("Examples:");
  }
});

it("captures before and after and tells what changed", patience, async () => {
  const queries = join(folder, "queries.txt");
  await writeFile(queries, "pan\npot\n");
  const capture = (label: string) =>
    run(["capture", "--label", label, "--queries", queries, "--out", `${label}.json`], {
      ALB_DNS: api.host,
    });
  const before = await capture("before");
  expect([before.code, before.stderr]).toEqual([0, ""]);
  expect(before.stdout).toContain("│  1 │  Pan ");
  expect(before.stdout).toContain("Average top-1 similarity: 0.900");
  expect(before.stdout).toContain("Results written to before.json");
  answer = () => ({ body: { results: resultsOf(["Pot", "Lid"], 0.99) } });
  expect((await capture("after")).code).toBe(0);
  const diff = await run(["diff", "before.json", "after.json"]);
  expect([diff.code, diff.stderr]).toEqual([0, ""]);
  expect(diff.stdout).toContain("BEFORE re-embedding: avg top-1 similarity = 0.900");
  expect(diff.stdout).toContain("AFTER re-embedding:  avg top-1 similarity = 0.990");
  expect(diff.stdout).toContain("Change: +10.0%");
  expect(diff.stdout).toContain("Warning: Similarities of two models are not comparable");
  const json = await run(["diff", "before.json", "after.json", "--json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({ queryCount: 2, sameFirstCount: 0 });
});

it("judges by logged clicks, and by made-up ones", patience, async () => {
  const line = (unit: string, click: string) => {
    const docs = [
      { docId: "a", team: "first" },
      { docId: "b", team: "second" },
    ];
    return `${JSON.stringify({ unit, docs, clicks: [click] })}\n`;
  };
  const units = Array.from({ length: 12 }, (_, at) => line(`q${at}`, "b"));
  await writeFile(join(folder, "clicks.jsonl"), units.join(""));
  const logged = await run(["interleave", "--clicks", "clicks.jsonl"]);
  expect([logged.code, logged.stderr]).toEqual([0, ""]);
  expect(logged.stdout).toContain("second is preferred.");

  await writeFile(join(folder, "queries.jsonl"), '{"_id":"q1","text":"pan"}\n');
  await writeFile(join(folder, "qrels.tsv"), "query-id\tcorpus-id\tscore\nq1\tPan\t1\n");
  for (const label of ["before", "after"]) {
    const queries = join(folder, "queries.jsonl");
    const asked = ["capture", "--label", label, "--queries", queries, "--out", `${label}.json`];
    expect((await run(asked, { ALB_DNS: api.host })).code).toBe(0);
  }
  const simulated = ["interleave", "before.json", "after.json", "--judged", folder, "--json"];
  const { code, stdout } = await run(simulated);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ impressions: 100, units: 1, preferred: null });
});

it(
  "says what interleave needs, and all that is wrong with a file of clicks",
  patience,
  async () => {
    const nothing = await run(["interleave"]);
    expect(nothing.code).toBe(1);
    expect(nothing.stderr).toContain("Hint: Give --clicks FILE, or BEFORE AFTER --judged FOLDER.");
    await writeFile(
      join(folder, "clicks.jsonl"),
      '{"unit":1}\n{"unit":"q","docs":[{}],"clicks":[]}\n',
    );
    const wrong = await run(["interleave", "--clicks", "clicks.jsonl"]);
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain("line 1");
    expect(wrong.stderr).toContain("line 2");
  },
);

it("writes live_search_results.json with S0's ten queries and a timestamp", patience, async () => {
  const { code, stdout } = await run(["capture", "--host", api.host, "--json"]);
  expect(code).toBe(0);
  const written = JSON.parse(await readFile(join(folder, "live_search_results.json"), "utf8"));
  expect(JSON.parse(stdout)).toEqual({ ...written, file: "live_search_results.json" });
  expect(written.queries).toHaveLength(10);
  expect(Date.parse(written.timestamp)).toBeGreaterThan(0);
});

it("keeps an earlier capture of another label unless told", patience, async () => {
  const capture = (...args: string[]) => run(["capture", "--host", api.host, ...args]);
  expect((await capture("--label", "before")).code).toBe(0);
  const refused = await capture("--label", "after");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("Hint: Give another --out FILE, or --overwrite to replace it.");
  expect((await capture("--label", "after", "--overwrite")).code).toBe(0);
});

it("is an error when another endpoint answered afterwards", patience, async () => {
  const capture = (out: string) => run(["capture", "--host", api.host, "--out", out]);
  await capture("a.json");
  answer = (_, path) => (path === "/api/search" ? { status: 404, body: "" } : { body: [] });
  await capture("b.json");
  const { code, stdout } = await run(["diff", "a.json", "b.json", "--json"]);
  expect(code).toBe(1);
  expect(JSON.parse(stdout).error).toMatchObject({
    code: "ENDPOINT_CHANGED",
    details: { before: "/api/search", after: "/search/records" },
  });
});

it("says how to give a host when there is none", patience, async () => {
  const { code, stdout, stderr } = await run(["capture"], { ALB_DNS: "" });
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toBe(
    "Expected the host of a search API, got none.\n" +
      "Hint: Give --host HOST or set ALB_DNS, for example to localhost:8001.\n" +
      "More: docs/troubleshooting.md, HOST_NOT_GIVEN\n",
  );
});

it(
  "writes nothing when a query fails, and prints no control characters of the API",
  patience,
  async () => {
    answer = (query) =>
      query.startsWith("toys")
        ? { status: 500, body: { detail: "\u001b[31mno\u202e" } }
        : { body: [] };
    const { code, stderr } = await run(["capture", "--host", api.host]);
    expect(code).toBe(1);
    expect(stderr).toContain("got HTTP 500");
    expect(stderr).not.toMatch(/[\u001b\u202e]/u);
    expect(await readdir(folder)).toEqual([]);
  },
);

it("ends with 2 on bad usage, in JSON when asked for", patience, async () => {
  const unknown = await run(["capture", "--hots", "x"]);
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain("unknown option '--hots'");
  const json = await run(["diff", "a.json", "--json"]);
  expect([json.code, json.stderr]).toEqual([2, ""]);
  expect(JSON.parse(json.stdout).error.code).toBe("USAGE");
  expect((await run([])).code).toBe(2);
});

it("ends with 130 at SIGINT and writes nothing", patience, async () => {
  const asked = Promise.withResolvers<undefined>();
  answer = () => {
    asked.resolve(undefined);
    return { body: [], delayMs: 5000 };
  };
  const bin = startBin(["capture", "--host", api.host], { cwd: folder });
  await asked.promise;
  bin.interrupt();
  const { code, stderr } = await bin.ended;
  expect([code, stderr]).toEqual([130, "Interrupted; no results were written.\n"]);
  expect(await readdir(folder)).toEqual([]);
});
