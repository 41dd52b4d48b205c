import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmbedder, loadModelFolder } from "@searchfit/onnx-embedder";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { tinyModel } from "../../test/tiny-model.ts";
import { createServer } from "../create-server.ts";
import { createEncoder } from "../encoding/create-encoder.ts";
import type { ModelPlace } from "./fingerprint-folders.ts";
import { followModels, type FollowedModels, type TableModels } from "./follow-models.ts";

let folder: string;
let tuned: string;
const prints = { base: "", tuned: "" };
const opened: FollowedModels[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "follow-"));
  tuned = join(folder, "tuned");
  await cp(tinyModel, tuned, { recursive: true });
  const file = join(tuned, "config_sentence_transformers.json");
  const config = JSON.parse(await readFile(file, "utf8")) as object;
  await writeFile(file, JSON.stringify({ ...config, prompts: { query: "lamp " } }));
  prints.base = (await loadModelFolder(tinyModel)).fingerprint;
  prints.tuned = (await loadModelFolder(tuned)).fingerprint;
});

afterEach(async () => {
  for (const models of opened.splice(0)) await models.close();
});

afterAll(() => rm(folder, { recursive: true }));

/** Follows a table that is a variable; asked only when told to. */
async function follow(table: TableModels, folders: readonly [string, ...string[]]) {
  const state = { table };
  const events: string[] = [];
  const loads: string[] = [];
  const models = await followModels({
    folders,
    pollMs: 2 ** 30,
    readTable: async () => state.table,
    onEvent: (message) => events.push(message),
    load: async (place: ModelPlace) => {
      loads.push(place.folder);
      const embedder = await createEmbedder(place);
      return { id: place.folder, encoder: createEncoder({ embedder }) };
    },
  });
  opened.push(models);
  return { state, events, loads, models };
}

const idOf = async (models: FollowedModels) => (await models.current()).id;

it("serves the active model, the first folder while none is recorded, and loads only what it needs", async () => {
  const recorded = await follow({ active: prints.tuned, around: [] }, [tinyModel, tuned]);
  expect(await idOf(recorded.models)).toBe(tuned);
  expect(recorded.loads).toEqual([tuned]);
  const bare = await follow({ active: null, around: [] }, [tinyModel, tuned]);
  expect(await idOf(bare.models)).toBe(tinyModel);
  expect(bare.loads).toEqual([tinyModel]);
});

it("holds both models around a switch, and lets the former one go when it is over", async () => {
  const { state, models } = await follow({ active: null, around: [] }, [tinyModel, tuned]);
  state.table = { active: null, around: [prints.tuned, null] };
  await models.refresh();
  expect(models.held().map(({ id }) => id)).toEqual([tinyModel, tuned]);
  state.table = { active: prints.tuned, around: [prints.tuned, null] };
  await models.refresh();
  expect(models.held().map(({ id }) => id)).toEqual([tuned, tinyModel]);
  state.table = { active: prints.tuned, around: [] };
  await models.refresh();
  await models.refresh();
  expect(models.held().map(({ id }) => id)).toEqual([tuned]);
});

it("refuses a fingerprint that no folder has, with 503 and never another model", async () => {
  const unknown = "f".repeat(64);
  await expect(follow({ active: unknown, around: [] }, [tinyModel])).rejects.toMatchObject({
    code: "MODEL_UNKNOWN",
    details: { fingerprint: unknown },
  });
  const { state, models } = await follow({ active: prints.base, around: [] }, [tinyModel]);
  state.table = { active: unknown, around: [] };
  await models.refresh();
  const server = createServer({ models, search: async () => ({ hits: [] }) });
  for (const [url, payload] of [
    ["/embed", { text: "a" }],
    ["/v1/embeddings", { input: "a" }],
    ["/api/search", { query: "a" }],
  ] as const) {
    const reply = await server.inject({ method: "POST", url, payload });
    expect(reply.statusCode, url).toBe(503);
    expect(reply.body).toMatch(/model_unknown/iu);
  }
  const ready = await server.inject("/ready");
  expect(ready.statusCode).toBe(503);
  expect(ready.json().problem).toContain("ffffffffffff");
  state.table = { active: prints.base, around: [] };
  await models.refresh();
  expect((await server.inject("/ready")).statusCode).toBe(200);
  await server.close();
});

it("refuses the model that a re-embedding has yet to switch to, while none is recorded", async () => {
  const loading: TableModels = { active: null, around: [prints.tuned, null], unseen: prints.tuned };
  await expect(follow(loading, [tuned, tinyModel])).rejects.toMatchObject({
    code: "MODEL_MISMATCH",
    details: { fingerprint: prints.tuned },
  });
  const { state, models } = await follow({ active: null, around: [] }, [tuned]);
  state.table = loading;
  await models.refresh();
  const server = createServer({ models, search: async () => ({ hits: [] }) });
  const payload = { query: "a" };
  const reply = await server.inject({ method: "POST", url: "/api/search", payload });
  expect([reply.statusCode, reply.json().error.code]).toEqual([503, "MODEL_MISMATCH"]);
  expect((await server.inject("/ready")).statusCode).toBe(503);
  state.table = { active: prints.tuned, around: [prints.tuned, null] };
  await models.refresh();
  expect((await server.inject("/ready")).statusCode).toBe(200);
  await server.close();
});

it("answers a search with the model that the search's own snapshot names", async () => {
  const { state, models, events } = await follow({ active: prints.base, around: [] }, [
    tinyModel,
    tuned,
  ]);
  state.table = { active: prints.tuned, around: [] };
  const vectors: Float32Array[] = [];
  const hit = { id: "1", title: "a", description: null, category: null, score: 0.5 };
  const server = createServer({
    models,
    search: async ({ vector }) => {
      vectors.push(vector);
      return { hits: [hit], fingerprint: prints.tuned }; // switched since the table was asked
    },
  });
  const payload = { query: "red shoe" };
  const reply = await server.inject({ method: "POST", url: "/api/search", payload });
  await server.close();
  expect(reply.json()).toMatchObject({ model: tuned, model_fingerprint: prints.tuned });
  const right = await createEmbedder({ folder: tuned });
  const expected = (await right.embedQueries(["red shoe"])).data;
  expect([vectors[1], vectors.length]).toEqual([expected, 2]);
  await right.close();
  const told = () => events.filter((event) => event.startsWith("the active model is"));
  await expect.poll(told).toHaveLength(2);
});

it("does not take back the model for a search that looked before the switch", async () => {
  const { state, models } = await follow({ active: prints.base, around: [] }, [tinyModel, tuned]);
  state.table = { active: prints.tuned, around: [] };
  await models.refresh();
  expect((await models.ofVectors(prints.base)).id).toBe(tinyModel);
  expect(await idOf(models)).toBe(tuned);
});

it("gives up on a table that is another model's at each look", async () => {
  const { models } = await follow({ active: null, around: [] }, [tinyModel, tuned]);
  const hit = { id: "1", title: "a", description: null, category: null, score: 0.5 };
  let looks = 0;
  const server = createServer({
    models,
    search: async () => {
      looks += 1;
      return { hits: [hit], fingerprint: looks % 2 === 1 ? prints.tuned : prints.base };
    },
  });
  const payload = { query: "red shoe" };
  const reply = await server.inject({ method: "POST", url: "/api/search", payload });
  await server.close();
  expect([reply.statusCode, reply.json().error.code, looks]).toEqual([503, "MODEL_UNKNOWN", 4]);
});

it("does not search another model's vectors when it follows nothing", async () => {
  const embedder = await createEmbedder({ folder: tinyModel });
  const hit = { id: "1", title: "a", description: null, category: null, score: 0.5 };
  const search = async () => ({ hits: [hit], fingerprint: prints.tuned });
  const server = createServer({ embedder, search });
  const payload = { query: "red shoe" };
  const reply = await server.inject({ method: "POST", url: "/api/search", payload });
  await server.close();
  await embedder.close();
  expect([reply.statusCode, reply.json().error.code]).toEqual([503, "MODEL_MISMATCH"]);
});
