import { createEmbedder, type Embedder } from "@searchfit/onnx-embedder";
import { afterAll, beforeAll, expect, it } from "vitest";
import { tinyModel } from "../../test/tiny-model.ts";
import { createServer } from "../create-server.ts";

let embedder: Embedder;

beforeAll(async () => {
  embedder = await createEmbedder({ folder: tinyModel });
});

afterAll(() => embedder.close());

interface Readiness {
  readonly title: string;
  readonly problem?: () => Promise<string | undefined>;
  readonly status: number;
  readonly told: string | null;
}

const readiness: readonly Readiness[] = [
  { title: "no database", status: 200, told: null },
  {
    title: "a database that answers",
    problem: async () => undefined,
    status: 200,
    told: null,
  },
  {
    title: "one that says why not",
    problem: async () => "the table is away",
    status: 503,
    told: "the table is away",
  },
  {
    title: "one that fails",
    problem: () => Promise.reject(new Error("at db.internal:5432")),
    status: 503,
    told: "the product database does not answer",
  },
];

it.each(readiness)("GET /ready with $title", async ({ problem, status, told }) => {
  const server = createServer({ embedder, ...(problem === undefined ? {} : { problem }) });
  const reply = await server.inject("/ready");
  await server.close();
  expect(reply.statusCode).toBe(status);
  expect(reply.json()).toEqual({ ready: status === 200, problem: told });
});

it("answers 429 with retry-after when too much waits, in OpenAI's words under /v1", async () => {
  const { promise: held, resolve: letGo } = Promise.withResolvers<undefined>();
  const slow: Embedder = {
    ...embedder,
    embedDocuments: async (texts) => {
      await held;
      return embedder.embedDocuments(texts);
    },
  };
  const server = createServer({ embedder: slow, batchTokens: 1, limits: { maxWaiting: 1 } });
  const url = "/v1/embeddings";
  const ask = async (input: string) => server.inject({ method: "POST", url, payload: { input } });
  const until = async (running: number, waiting: number) => {
    for (let asked = 0; asked < 10_000; asked++) {
      const { queue } = (await server.inject("/api/info")).json();
      if (queue.running === running && queue.waiting === waiting) return;
      await new Promise((turn) => setImmediate(turn)); // requests that are made here take none
    }
    throw new Error("the queue did not fill");
  };
  const accepted = [ask("a")];
  await until(1, 0);
  accepted.push(ask("b"));
  await until(1, 1);
  const refused = await ask("c");
  letGo(undefined);
  expect((await Promise.all(accepted)).map(({ statusCode }) => statusCode)).toEqual([200, 200]);
  expect(refused.statusCode).toBe(429);
  expect(Number(refused.headers["retry-after"])).toBeGreaterThanOrEqual(1);
  expect(refused.json().error).toMatchObject({
    type: "requests",
    code: "rate_limit_exceeded",
  });
  await server.close();
});

it("gives leading dimensions that the model was trained for, of length 1 again", async () => {
  const server = createServer({ embedder, matryoshka: [16, 8] });
  const ask = async (dimensions: number) => {
    const payload = { input: "red shoe", dimensions };
    return (await server.inject({ method: "POST", url: "/v1/embeddings", payload })).json();
  };
  const whole = (await ask(32)).data[0].embedding as number[];
  const half = (await ask(16)).data[0].embedding as number[];
  const length = Math.hypot(...whole.slice(0, 16));
  expect(half).toHaveLength(16);
  for (const [at, value] of half.entries()) {
    expect(value).toBeCloseTo((whole[at] ?? 0) / length, 5);
  }
  expect((await ask(20)).error.message).toContain("one of 32, 16, 8");
  await server.close();
});
