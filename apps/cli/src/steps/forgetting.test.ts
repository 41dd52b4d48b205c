import { join } from "node:path";
import { readBeirFolder } from "@searchfit/retrieval-dataset";
import { createEmbedder } from "@searchfit/onnx-embedder";
import { afterAll, beforeAll, expect, it } from "vitest";
import { tinyModel, writeTinyDataset } from "../../test/tiny-dataset.ts";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import type { ChainContext } from "../chain/chain-context.ts";
import { sampleDataFolder } from "../settings/sample-data-folder.ts";
import {
  forgettingFacts,
  generalDatasetHash,
  measureForgetting,
  tellForgetting,
  type Forgetting,
} from "./forgetting.ts";

const folder = temporaryFolder();
const said: string[] = [];
const line = { update: () => undefined, end: () => undefined };
const terminal = {
  note: (text: string) => said.push(`note ${text}`),
  warn: (text: string) => said.push(`warn ${text}`),
  progress: () => line,
};

/** What the functions use of a context. */
function contextWith(generalDataset: string | null): ChainContext {
  const { signal } = new AbortController();
  const settings = { evaluate: { generalDataset } };
  const workbench = { threads: 1 };
  return {
    ...{ settings, terminal, signal, workbench, folder: folder() },
  } as unknown as ChainContext;
}

let embedder: Awaited<ReturnType<typeof createEmbedder>>;
beforeAll(async () => {
  embedder = await createEmbedder({ folder: tinyModel });
  writeTinyDataset(join(folder(), "general"));
});
afterAll(() => embedder.close());

it("ships 60 general texts, each with one query of its own", async () => {
  const { corpus, queries, qrels } = await readBeirFolder(join(sampleDataFolder(), "general"));
  expect([corpus.length, queries.length, qrels.size]).toEqual([60, 60, 60]);
  expect(new Set(corpus.map(({ id }) => id)).size).toBe(60);
  for (const grades of qrels.values()) {
    expect([...grades.values()]).toEqual([1]);
    expect(corpus.some(({ id }) => grades.has(id))).toBe(true);
  }
});

it("measures both models on the texts that ship, or on a BEIR folder of the user's", async () => {
  const models = { baseline: embedder, finetuned: embedder };
  const shipped = await measureForgetting(contextWith("shipped"), models);
  expect(shipped).toMatchObject({ dataset: "shipped", documents: 60, queries: 60, difference: 0 });
  const own = await measureForgetting(contextWith("general"), models);
  expect(own).toMatchObject({ dataset: "general", documents: 3, queries: 2, metric: "ndcg@10" });
  expect(own?.baseline).toBe(own?.finetuned);
  expect(await generalDatasetHash(contextWith("general"))).toMatch(/^[0-9a-f]{64}$/u);
});

it("measures nothing where no texts are wanted, and names a folder that is missing", async () => {
  const models = { baseline: embedder, finetuned: embedder };
  expect(await measureForgetting(contextWith(null), models)).toBeNull();
  expect(await generalDatasetHash(contextWith(null))).toBeNull();
  await expect(generalDatasetHash(contextWith("nowhere"))).rejects.toThrow("nowhere");
});

it("warns when more than .02 is lost", () => {
  const facts: Forgetting = {
    ...{ dataset: "/home/me/nfcorpus", documents: 9, queries: 3, metric: "ndcg@10" },
    ...{ baseline: 0.9, finetuned: 0.87, difference: -0.03 },
  };
  said.length = 0;
  tellForgetting(facts, contextWith(null));
  expect(said[0]).toContain("base 0.9000, tuned 0.8700");
  expect(said[1]).toMatch(/^warn .*worse at general texts by 0.0300/u);
  expect(forgettingFacts(facts)).toMatchObject({ dataset: "nfcorpus", warning: true });
  expect(forgettingFacts({ ...facts, difference: -0.02 })).toMatchObject({ warning: false });
  expect(forgettingFacts(null)).toBeUndefined();
});
