import { afterEach, describe, expect, it } from "vitest";
import { resultsOf, startSearchApi, type ApiReply, type SearchApi } from "../../test/search-api.ts";
import { defaultQueries } from "../default-queries.ts";
import { LiveCompareError } from "../live-compare-error.ts";
import { captureLiveSearch, type CaptureLiveSearchOptions } from "./capture-live-search.ts";

const started: SearchApi[] = [];

afterEach(async () => {
  for (const api of started.splice(0)) await api.close();
});

async function start(answer: Parameters<typeof startSearchApi>[0]): Promise<SearchApi> {
  const api = await startSearchApi(answer);
  started.push(api);
  return api;
}

/** The error of a capture from an API that always answers so. */
async function failure(reply: ApiReply, options: Partial<CaptureLiveSearchOptions> = {}) {
  const { host } = await start(() => reply);
  return captureLiveSearch({ host, ...options }).then(
    () => "no error",
    (error: unknown) => {
      if (!(error instanceof LiveCompareError)) throw error;
      return {
        code: error.code,
        message: error.message.replaceAll(host, "HOST"),
        hint: error.hint,
      };
    },
  );
}

it("asks S0's ten queries, one after the other, and keeps what came", async () => {
  const api = await start(() => ({ body: { results: resultsOf(["Pan", "Pot"]) } }));
  const progress: number[] = [];
  const capture = await captureLiveSearch({
    host: api.host,
    label: "before",
    onProgress: ({ done }) => progress.push(done),
  });
  expect(api.requests.map(({ body }) => body)).toEqual(
    defaultQueries.map((query) => ({ query, top_k: 5 })),
  );
  expect(progress).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(capture).toMatchObject({
    schemaVersion: 1,
    label: "before",
    host: `http://${api.host}`,
    endpoint: "/api/search",
    topK: 5,
  });
  expect(Date.parse(capture.timestamp)).toBeGreaterThan(0);
  expect(capture.queries[0]).toEqual({
    query: "gift for someone who loves cooking",
    latencyMs: expect.any(Number),
    results: [
      { rank: 1, id: "pan", title: "Pan", score: 0.9 },
      { rank: 2, id: "pot", title: "Pot", score: 0.8 },
    ],
  });
});

describe("the endpoint", () => {
  it.each([404, 405, 502, 503])(
    "is /search/records when /api/search answers %i, for all queries, and is recorded",
    async (status) => {
      const api = await start(({ path }) =>
        path === "/api/search"
          ? { status, body: "not here" }
          : { body: { results: resultsOf(["Pan"]) } },
      );
      const capture = await captureLiveSearch({ host: api.host, queries: ["a", "b"] });
      expect(capture.endpoint).toBe("/search/records");
      expect(api.requests.map(({ path }) => path)).toEqual([
        "/api/search",
        "/search/records",
        "/search/records",
      ]);
    },
  );

  it("does not change in the middle: a failure there ends the capture", async () => {
    const api = await start(({ body, path }) =>
      body.query === "b" && path === "/api/search"
        ? { status: 503, body: { detail: "down" } }
        : { body: [] },
    );
    const capture = captureLiveSearch({ host: api.host, queries: ["a", "b", "c"] });
    await expect(capture).rejects.toMatchObject({ code: "SERVER_FAILED" });
    expect(api.requests.map(({ path }) => path)).toEqual(["/api/search", "/api/search"]);
  });

  it("may be named, also below a path of the host", async () => {
    const api = await start(() => ({ body: [] }));
    const host = `http://${api.host}/shop/`;
    const capture = await captureLiveSearch({ host, queries: ["a"], endpoints: ["/find"] });
    expect([capture.host, capture.endpoint]).toEqual([`http://${api.host}/shop`, "/find"]);
    expect(api.requests[0]?.path).toBe("/shop/find");
  });

  it("is missed with both answers in the message when neither is deployed", async () => {
    expect(await failure({ status: 404, body: { detail: "Not Found." } })).toEqual({
      code: "ENDPOINT_MISSING",
      message:
        "Expected POST /api/search or /search/records to answer at http://HOST, got HTTP 404 (Not Found) and HTTP 404 (Not Found).",
      hint: "Check the host, or name the path with --endpoint.",
    });
  });
});

it("sends the key as a bearer token and does not keep it", async () => {
  const api = await start(() => ({ body: [] }));
  const capture = await captureLiveSearch({ host: api.host, queries: ["a"], apiKey: "s3cret" });
  expect(api.requests[0]?.headers.authorization).toBe("Bearer s3cret");
  expect(JSON.stringify(capture)).not.toContain("s3cret");
});

describe("a failure says what came and what to do", () => {
  it.each([
    [
      "no JSON",
      { body: "<html>" },
      "BAD_RESPONSE",
      'Expected JSON from http://HOST/api/search, got "<html>".',
    ],
    ["an empty answer", { body: "" }, "BAD_RESPONSE", "got an empty answer"],
    [
      "no list",
      { body: { hits: [] } },
      "BAD_RESPONSE",
      "expected a list of results in results, data or items, got an object with hits",
    ],
    [
      "results without names",
      { body: [{ sku: 1 }] },
      "BAD_RESPONSE",
      "expected result 1 to have id or title, got an object with sku",
    ],
    [
      "no key",
      { status: 401, body: { error: { message: "Key, please." } } },
      "REQUEST_REFUSED",
      "HTTP 401 (Key, please).",
    ],
    ["too many calls", { status: 429, body: "" }, "REQUEST_REFUSED", "got HTTP 429."],
    [
      "a redirect",
      { status: 308, headers: { location: "https://x/" }, body: "" },
      "REQUEST_REFUSED",
      "got HTTP 308.",
    ],
    [
      "a failing server",
      { status: 500, body: { message: "oh no" } },
      "SERVER_FAILED",
      "HTTP 500 (oh no).",
    ],
  ] as const)("%s", async (...row) => {
    const [, reply, code, message] = row;
    const error = await failure(reply);
    expect(error).toMatchObject({ code, hint: expect.stringMatching(/\.$/u) });
    expect((error as { message: string }).message).toContain(message);
  });

  it("an answer that takes too long", async () => {
    const error = await failure({ body: [], delayMs: 2000 }, { timeoutMs: 50 });
    expect(error).toMatchObject({ code: "TIMEOUT", hint: expect.stringContaining("--timeout-ms") });
  });

  it("a service that is not there", async () => {
    const { host, close } = await startSearchApi(() => ({ body: [] }));
    await close();
    await expect(captureLiveSearch({ host })).rejects.toMatchObject({
      code: "UNREACHABLE",
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });

  it("an answer larger than any list of results", async () => {
    const body = "x".repeat(17 * 1024 * 1024);
    expect(await failure({ body })).toMatchObject({ code: "BAD_RESPONSE" });
  });
});

it("stops at a signal and rejects with its reason", async () => {
  const stop = new AbortController();
  const api = await start(({ body }) => {
    if (body.query === "b") stop.abort(new Error("enough"));
    return { body: [], delayMs: 100 };
  });
  const options = { host: api.host, queries: ["a", "b", "c"], signal: stop.signal };
  await expect(captureLiveSearch(options)).rejects.toThrow("enough");
  expect(api.requests).toHaveLength(2);
});

it("refuses a caller's mistakes", async () => {
  await expect(captureLiveSearch({ host: "h", topK: 0 })).rejects.toThrow(RangeError);
  await expect(captureLiveSearch({ host: "h", queries: [] })).rejects.toThrow(RangeError);
});
