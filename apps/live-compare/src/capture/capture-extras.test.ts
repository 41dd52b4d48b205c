import { afterEach, expect, it } from "vitest";
import { resultsOf, startSearchApi, type SearchApi } from "../../test/search-api.ts";
import { captureLiveSearch } from "./capture-live-search.ts";
import { formatCapture } from "./format-capture.ts";

const started: SearchApi[] = [];

afterEach(async () => {
  for (const api of started.splice(0)) await api.close();
});

async function start(...parameters: Parameters<typeof startSearchApi>): Promise<SearchApi> {
  const api = await startSearchApi(...parameters);
  started.push(api);
  return api;
}

const queries = ["a", "b", "c", "d", "e"];

it("keeps the model that the API names, and none where it names none", async () => {
  const info = { embedding_model: "models/a", model_fingerprint: "f".repeat(64) };
  const named = await start(() => ({ body: [] }), { info });
  const capture = await captureLiveSearch({ host: named.host, queries: ["a"] });
  expect(capture.model).toEqual({ id: "models/a", fingerprint: "f".repeat(64) });
  expect(formatCapture(capture)).toContain("Model: models/a (ffffffffffff)");
  for (const other of [undefined, {}, { embedding_model: 1, model_fingerprint: "x" }]) {
    const api = await start(() => ({ body: [] }), other === undefined ? {} : { info: other });
    const bare = await captureLiveSearch({ host: api.host, queries: ["a"] });
    expect(bare).not.toHaveProperty("model");
  }
});

it("asks again as often as it is told, and says how far the API agrees with itself", async () => {
  const asked = new Map<string, number>();
  const api = await start(({ body: { query } }) => {
    const times = (asked.get(query) ?? 0) + 1;
    asked.set(query, times);
    // "a" gives another list at the third time: overlaps 1 and 1/3, so that a third is noise.
    const titles = query === "a" && times === 3 ? ["Pan", "Lid"] : ["Pan", "Pot"];
    return { body: { results: resultsOf(titles) } };
  });
  const capture = await captureLiveSearch({ host: api.host, queries: ["a", "b"], repeats: 3 });
  expect([...asked.values()]).toEqual([3, 3]);
  expect(capture.queries[0]?.repeats).toMatchObject({ unchanged: 0.5 });
  expect(capture.queries[0]?.repeats?.jaccard).toBeCloseTo((1 + 1 / 3) / 2, 12);
  expect(capture.queries[1]?.repeats).toMatchObject({ jaccard: 1, unchanged: 1 });
  expect(capture.queries[0]?.repeats?.latenciesMs).toHaveLength(3);
  expect(capture.summary.repeatJaccard).toBeCloseTo((2 / 3 + 1) / 2, 12);
});

it("keeps the order of the queries when it asks several at once, never more than it may", async () => {
  let [open, most] = [0, 0];
  const api = await start(({ body }) => {
    most = Math.max(most, ++open);
    setTimeout(() => (open -= 1), 20);
    return { body: { results: resultsOf([body.query]) }, delayMs: 20 };
  });
  const capture = await captureLiveSearch({ host: api.host, queries, concurrency: 3 });
  expect(capture.queries.map(({ results }) => results[0]?.title)).toEqual(queries);
  expect(most).toBeLessThanOrEqual(3);
});

it("sends a call again when the API is busy, as late as it asks, and tells it", async () => {
  let calls = 0;
  const api = await start(() => {
    calls += 1;
    return calls === 2 || calls === 3
      ? { status: 429, headers: { "retry-after": "0" }, body: { detail: "busy" } }
      : { body: [] };
  });
  const capture = await captureLiveSearch({ host: api.host, queries: ["a", "b"], retries: 2 });
  expect([calls, capture.retries]).toEqual([4, 2]);
  expect(formatCapture(capture)).toContain("Calls that were sent again: 2");
});

it("gives up with the last refusal when the API stays busy, and asks nobody else then", async () => {
  const api = await start(() => ({
    status: 429,
    headers: { "retry-after": "0" },
    body: { detail: "busy" },
  }));
  const capture = captureLiveSearch({ host: api.host, queries, concurrency: 2, retries: 1 });
  await expect(capture).rejects.toMatchObject({ code: "REQUEST_REFUSED" });
  expect(api.requests).toHaveLength(2);
});

it("does not send again what was refused", async () => {
  const api = await start(() => ({ status: 400, body: { detail: "no" } }));
  const capture = captureLiveSearch({ host: api.host, queries: ["a"], retries: 5 });
  await expect(capture).rejects.toMatchObject({ code: "REQUEST_REFUSED" });
  expect(api.requests).toHaveLength(1);
});
