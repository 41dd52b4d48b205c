import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createReranker } from "./create-reranker.ts";

const test = join(import.meta.dirname, "../../test");
const folder = join(test, "fixtures/tiny-cross-encoder");
const golden = JSON.parse(readFileSync(join(test, "golden/tiny-cross-encoder.json"), "utf8")) as {
  queries: string[];
  documents: string[];
  scores: number[][];
};

it("gives sentence-transformers' scores, cut and empty texts included", async () => {
  const reranker = await createReranker({ folder });
  for (const [row, query] of golden.queries.entries()) {
    const scores = await reranker.rerank(query, golden.documents);
    for (const [index, score] of scores.entries()) {
      expect(score, `${query} / ${index}`).toBeCloseTo(golden.scores[row]?.[index] ?? 9, 5);
    }
  }
  await reranker.close();
});

it("gives the same scores to 1e-6 whatever the batches are, none for no documents", async () => {
  const one = await createReranker({ folder, tokenBudget: 1 });
  const many = await createReranker({ folder, tokenBudget: 4096, threads: 2 });
  const [a, b] = [
    await one.rerank("waterproof jacket", golden.documents),
    await many.rerank("waterproof jacket", golden.documents),
  ];
  for (const [i, score] of a.entries()) expect(Math.abs(score - (b[i] ?? 9))).toBeLessThan(1e-6);
  expect(await many.rerank("x", [])).toEqual(new Float32Array(0));
  await one.close();
  await many.close();
});

it("stops when told to", async () => {
  const reranker = await createReranker({ folder });
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(reranker.rerank("a", ["b"], { signal })).rejects.toThrow("enough");
  await reranker.close();
});

it("gives the bare output where the folder says Identity, in its newer and its older place", async () => {
  const sigmoid = (golden.scores[0] ?? [])[0] ?? 0;
  for (const file of ["config_sentence_transformers.json", "config.json"]) {
    const copy = await copied();
    const config = JSON.parse(await readFile(join(copy, file), "utf8")) as object;
    const identity = { activation_fn: "torch.nn.modules.linear.Identity" };
    if (file === "config.json") {
      await rm(join(copy, "config_sentence_transformers.json"));
      await writeFile(
        join(copy, file),
        JSON.stringify({ ...config, sentence_transformers: identity }),
      );
    } else await writeFile(join(copy, file), JSON.stringify({ ...config, ...identity }));
    const reranker = await createReranker({ folder: copy });
    const [score] = await reranker.rerank(golden.queries[0] ?? "", golden.documents.slice(0, 1));
    expect(1 / (1 + Math.exp(-(score ?? 0)))).toBeCloseTo(sigmoid, 5);
    await reranker.close();
    await rm(copy, { recursive: true });
  }
});

it("refuses folders that are no cross-encoder, and says what is wrong", async () => {
  await expect(createReranker({ folder: join(test, "nowhere") })).rejects.toMatchObject({
    code: "MODEL_FILE_MISSING",
  });
  await expect(createReranker({ folder: join(test, "fixtures/tiny-model") })).rejects.toMatchObject(
    {
      code: "MODEL_MISMATCH",
      message: expect.stringContaining("outputs last_hidden_state"),
    },
  );
  const copy = await copied();
  const config = JSON.parse(await readFile(join(copy, "config.json"), "utf8")) as object;
  const labels = { id2label: { 0: "no", 1: "yes" } };
  await writeFile(join(copy, "config.json"), JSON.stringify({ ...config, ...labels }));
  await expect(createReranker({ folder: copy })).rejects.toMatchObject({
    code: "MODEL_FILE_INVALID",
    message: expect.stringContaining("one label, got 2"),
  });
  await rm(copy, { recursive: true });
});

async function copied(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), "cross-encoder-"));
  await cp(folder, copy, { recursive: true });
  return copy;
}
