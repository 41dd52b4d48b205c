import { createEmbedder, type Embedder } from "@searchfit/onnx-embedder";
import { afterAll, beforeAll, expect, it } from "vitest";
import { tinyModel } from "../../test/tiny-model.ts";
import { createEncoder, type CreateEncoderOptions } from "./create-encoder.ts";

let embedder: Embedder;

beforeAll(async () => {
  embedder = await createEmbedder({ folder: tinyModel });
});

afterAll(() => embedder.close());

/** An encoder over the real model that waits before each batch until it is let go on. */
function gated(options: Partial<CreateEncoderOptions> = {}) {
  const batches: (readonly string[])[] = [];
  const gates: (() => void)[] = [];
  const embedDocuments: Embedder["embedDocuments"] = async (texts) => {
    batches.push(texts);
    await new Promise<void>((open) => gates.push(open));
    return embedder.embedDocuments(texts);
  };
  const encoder = createEncoder({ embedder: { ...embedder, embedDocuments }, ...options });
  const ask = (...texts: string[]) => encoder.encode({ texts, inputType: "document" });
  return { encoder, ask, batches, open: () => gates.shift()?.() };
}

const turn = () => new Promise((done) => setImmediate(done));

/** Opens gates until a promise settles. */
async function finish<T>(answer: Promise<T>, open: () => void): Promise<T> {
  let done = false;
  const settled = answer.finally(() => (done = true)).catch(() => undefined);
  while (!done) {
    open();
    await turn();
  }
  await settled;
  return answer;
}

it("leaves requests that come one after another to the model that is spread over more cores", async () => {
  const byAlone: (readonly string[])[] = [];
  const embedDocuments: Embedder["embedDocuments"] = (texts) => {
    byAlone.push(texts);
    return embedder.embedDocuments(texts);
  };
  const alone = { ...embedder, embedDocuments };
  const { ask, batches, open } = gated({ alone, concurrency: 2, batchTokens: 1 });
  for (const text of ["rain", "jacket", "red shoe"]) await finish(ask(text), open);
  expect([batches, byAlone]).toEqual([[["rain"], ["jacket"]], [["red shoe"]]]);
  await finish(Promise.all([ask("desk lamp"), ask("coffee pot")]), open);
  expect([batches.length, byAlone.length]).toEqual([4, 1]);
});

it("embeds what arrives together in one batch, and what arrives meanwhile in the next", async () => {
  const { ask, batches, open } = gated();
  const first = [ask("red shoe"), ask("desk lamp", "coffee pot")];
  await turn();
  const later = [ask("rain"), ask("jacket")];
  await finish(Promise.all([...first, ...later]), open);
  expect(batches).toEqual([
    ["red shoe", "desk lamp", "coffee pot"],
    ["rain", "jacket"],
  ]);
  const { vectors, tokens } = (await first[1]) ?? { vectors: [], tokens: 0 };
  const expected = await embedder.embedDocuments(["desk lamp", "coffee pot"]);
  expect(vectors.map((vector) => [...vector].map((x) => x.toFixed(5)))).toEqual(
    [0, 1].map((row) =>
      [...expected.data.subarray(row * 32, row * 32 + 32)].map((x) => x.toFixed(5)),
    ),
  );
  expect(tokens).toBe(embedder.countTokens(["desk lamp", "coffee pot"]).reduce((a, b) => a + b));
});

it("keeps batches to the budget of tokens, and gives a longer text a batch of its own", async () => {
  const { ask, batches, open } = gated({ batchTokens: 9 });
  const texts = ["red shoe", "desk lamp", "coffee pot", "rain ".repeat(20)];
  await finish(ask(...texts), open);
  expect(embedder.countTokens(texts.slice(0, 3))).toEqual([4, 4, 4]);
  expect(batches).toEqual([texts.slice(0, 2), texts.slice(2, 3), texts.slice(3)]);
});

it("lets a query go between the texts of a long list", async () => {
  const { ask, batches, open } = gated({ batchTokens: 16 });
  const list = Array.from({ length: 40 }, (_, index) => `shoe ${index % 10}`);
  const long = ask(...list);
  await turn();
  const query = finish(ask("desk lamp"), open);
  await query;
  expect(batches.findIndex((batch) => batch.includes("desk lamp"))).toBe(1);
  expect((await finish(long, open)).vectors).toHaveLength(40);
});

it("does not mix queries and documents of a model that has prompts, and starves neither", async () => {
  const seen: string[] = [];
  const model = { ...embedder.model, prompts: { query: "query: ", document: "" } };
  const prompted: Embedder = {
    ...embedder,
    model,
    embedQueries: (texts) => embedder.embedQueries((seen.push(`q${texts.length}`), texts)),
    embedDocuments: (texts) => embedder.embedDocuments((seen.push(`d${texts.length}`), texts)),
  };
  const encoder = createEncoder({ embedder: prompted, batchTokens: 8 });
  const call = (inputType: "query" | "document", count: number) =>
    encoder.encode({ texts: Array<string>(count).fill("red shoe"), inputType });
  await Promise.all([call("document", 4), call("query", 2)]);
  expect(seen).toEqual(["d2", "q2", "d2"]);
});

it("runs as many batches at once as there are workers", async () => {
  const { encoder, ask, batches, open } = gated({ concurrency: 2, batchTokens: 4 });
  const all = Promise.all([ask("red shoe"), ask("desk lamp"), ask("coffee pot")]);
  await turn();
  expect(batches).toHaveLength(2);
  expect(encoder.load()).toMatchObject({ waiting: 1, running: 2 });
  await finish(all, open);
  expect(encoder.load()).toMatchObject({ waiting: 0, running: 0 });
});

it("refuses what would wait too long, at once, and takes requests again when there is room", async () => {
  const { ask, open } = gated({ maxWaiting: 2, batchTokens: 4 });
  const running = ask("a");
  await turn();
  const waiting = ask("b", "c", "d"); // more than fits, but nothing waits before it
  await expect(ask("e")).rejects.toMatchObject({ code: "OVERLOADED", status: 429 });
  await finish(Promise.all([running, waiting]), open);
  expect((await finish(ask("e"), open)).vectors).toHaveLength(1);
});

it("takes texts out of the queue when the client has gone", async () => {
  const { encoder, ask, batches, open } = gated({ batchTokens: 4 });
  const running = ask("a");
  await turn();
  const abort = new AbortController();
  const gone = encoder.encode({ texts: ["b"], inputType: "document", signal: abort.signal });
  const told = expect(gone).rejects.toThrow("gone");
  abort.abort(new Error("gone"));
  await told;
  expect(encoder.load().waiting).toBe(0);
  await finish(running, open);
  expect(batches).toEqual([["a"]]);
});

it("fails the requests of a batch that fails, and goes on with the others", async () => {
  const failing: Embedder = {
    ...embedder,
    embedDocuments: async (texts) => {
      if (texts.includes("bad")) throw new Error("no");
      return embedder.embedDocuments(texts);
    },
  };
  const encoder = createEncoder({ embedder: failing, batchTokens: 4 });
  const call = (...texts: string[]) => encoder.encode({ texts, inputType: "document" });
  const [bad, good] = await Promise.allSettled([call("bad", "shoe"), call("red")]);
  expect(bad).toMatchObject({ status: "rejected", reason: new Error("no") });
  expect(good?.status).toBe("fulfilled");
  expect(encoder.load()).toMatchObject({ waiting: 0, running: 0 });
});
