import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runSearchfit, type CommandResult } from "./run-searchfit.ts";

const sample = join(import.meta.dirname, "../../../sample-data");
const steps = [
  "extract",
  "generate",
  "split",
  "baseline",
  "mine",
  "fine-tune",
  "evaluate",
  "compare",
  "report",
] as const;
const flags = [
  "--source",
  "jsonl:products.jsonl",
  "--queries",
  "recorded:queries.jsonl",
  "--judged",
  "judged",
  "--epochs",
  "1",
  "--batch-size",
  "16",
  "--negatives",
  "1",
  "--threads",
  "2",
];

/** A line that comes when the training has begun and all of its steps lie ahead. */
const baseScored = "dev NDCG@10 of the base model";

let folder = "";

/** A slice of the sample catalogue: three categories, 120 products, with the judged queries. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "searchfit-train-"));
  const lines = (name: string) => readFileSync(join(sample, name), "utf8").trim().split("\n");
  const chosen = lines("products.jsonl").filter((line) => /^\{"id": "(8|9|10)\d\d"/.test(line));
  const ids = new Set(chosen.map((line) => (JSON.parse(line) as { id: string }).id));
  const queries = lines("recorded-queries.jsonl").filter((line) =>
    ids.has((JSON.parse(line) as { product_id: string }).product_id),
  );
  expect(chosen).toHaveLength(120);
  writeFileSync(join(folder, "products.jsonl"), chosen.join("\n"));
  writeFileSync(join(folder, "queries.jsonl"), queries.join("\n"));
  cpSync(join(sample, "judged"), join(folder, "judged"), { recursive: true });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const train = (name: string, more: readonly string[] = []) =>
  runSearchfit(["train", "--experiment", name, "--json", ...flags, ...more], { folder });
const experiment = (name: string, ...path: string[]) => join(folder, "experiments", name, ...path);
const statuses = ({ stdout }: CommandResult) =>
  Object.fromEntries(
    (JSON.parse(stdout) as { steps: { name: string; status: string }[] }).steps.map(
      ({ name, status }) => [name, status] as const,
    ),
  );

/** SHA-256 of every artefact that has no time in it. */
function artefacts(name: string): Record<string, string> {
  const timed =
    /^(manifest\.json|finetuned_results\.json|EVALUATION_REPORT\.md|report\.html|training\.log|metrics\.jsonl|figures\/learning-loss\.svg|generation\.jsonl|\.lock.*)$|checkpoints|model\/metadata\.json/;
  const entries = readdirSync(experiment(name), { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(experiment(name).length + 1))
    .filter((file) => !timed.test(file))
    .sort();
  return Object.fromEntries(
    files.map((file) => [
      file,
      createHash("sha256")
        .update(readFileSync(experiment(name, file)))
        .digest("hex"),
    ]),
  );
}

it("runs the whole chain with the real trainer and leaves every artefact", async () => {
  const result = await train("whole");
  expect(result.stderr).not.toContain("bug");
  expect(result.code).toBe(0);
  const document = JSON.parse(result.stdout) as {
    steps: { name: string; status: string }[];
    tests: Record<string, Record<string, { baseline: number; interval: number[]; p: number }>>;
  };
  expect(document.steps.map(({ name, status }) => `${name} ${status}`)).toEqual(
    steps.map((name) => `${name} done`),
  );
  expect(Object.keys(document.tests)).toEqual(["judged", "newProducts", "knownProducts"]);
  expect(document.tests.judged?.["ndcg@10"]?.interval).toHaveLength(2);
  for (const file of [
    "products.json",
    "training_pairs.json",
    "generation.jsonl",
    "cost.json",
    "train_split.json",
    "dev_split.json",
    "test_split.json",
    "split.json",
    "baseline_results.json",
    "hard_negatives.jsonl",
    "model/modules.json",
    "model/model.safetensors",
    "model/1_Pooling/config.json",
    "model/onnx/model.onnx",
    "model/onnx/model_int8.onnx",
    "training.log",
    "metrics.jsonl",
    "finetuned_results.json",
    "comparison_report.json",
    "EVALUATION_REPORT.md",
    "report.html",
    "figures/learning-dev.svg",
    "manifest.json",
  ]) {
    expect(existsSync(experiment("whole", file)), file).toBe(true);
  }
  expect(readdirSync(experiment("whole", ".work"))).toEqual([]);
  const manifest = JSON.parse(readFileSync(experiment("whole", "manifest.json"), "utf8")) as {
    steps: { name: string; summary: { parity?: { fp32: { min: number; rows: number } } } }[];
  };
  const parity = manifest.steps.find(({ name }) => name === "fine-tune")?.summary.parity;
  expect(parity?.fp32.rows).toBe(200);
  expect(parity?.fp32.min).toBeGreaterThanOrEqual(0.99999);
});

it("does nothing the second time, and redoes exactly what a change concerns", async () => {
  const again = await train("whole");
  expect(new Set(Object.values(statuses(again)))).toEqual(new Set(["skipped"]));
  writeFileSync(experiment("whole", "hard_negatives.jsonl"), "");
  const repaired = statuses(await train("whole"));
  expect(repaired).toMatchObject({
    baseline: "skipped",
    mine: "done",
    "fine-tune": "skipped",
    compare: "skipped",
  });
});

it("ends with code 3 and one document when a gate fails, the results kept", async () => {
  const gates = { minimum: { "ndcg@10": 0.9999 } };
  writeFileSync(join(folder, "strict.json"), JSON.stringify({ gates }));
  const { code, stdout, stderr } = await train("whole", ["--config", "strict.json"]);
  expect(code).toBe(3);
  const document = JSON.parse(stdout) as { gates: { failed: string[] } };
  expect(document.gates.failed).toHaveLength(1);
  expect(stderr).toContain("ndcg@10 is 0.");
});

/** Trains, and sends a signal to the command some time after a line of progress. */
async function stopAt(line: string, signal: NodeJS.Signals, afterMs: number) {
  let sent = false;
  return runSearchfit(["train", "--experiment", "stopped", "--json", ...flags], {
    folder,
    onError: (text, child) => {
      if (sent || !text.includes(line)) return;
      sent = true;
      setTimeout(() => child.kill(signal), afterMs);
    },
  });
}

it("gives the same artefacts after kill -9 in every step and Ctrl-C as an uninterrupted run", async () => {
  for (const step of steps) {
    if (step === "fine-tune") {
      const interrupted = await stopAt(baseScored, "SIGINT", 0);
      expect(interrupted.code).toBe(130);
      expect(existsSync(experiment("stopped", "model"))).toBe(false);
    }
    const isTraining = step === "fine-tune";
    const line = isTraining ? baseScored : ` ${step} — `;
    const result = await stopAt(line, "SIGKILL", isTraining ? 2000 : 30);
    expect(result.code, step).not.toBe(70);
  }
  const result = await train("stopped");
  expect(result.code).toBe(0);
  expect(artefacts("stopped")).toEqual(artefacts("whole"));
  const answers = readFileSync(experiment("stopped", "generation.jsonl"), "utf8").trim();
  const products = answers
    .split("\n")
    .map((text) => (JSON.parse(text) as { product_id: string }).product_id);
  expect(new Set(products).size).toBe(products.length);
});

it("refuses recorded queries of products that the catalogue does not have", async () => {
  writeFileSync(
    join(folder, "stranger.jsonl"),
    '{"product_id":"nobody","queries":["red shoes"]}\n',
  );
  const { code, stderr } = await train("strange", ["--queries", "recorded:stranger.jsonl"]);
  expect(code).toBe(1);
  expect(stderr).toContain("nobody");
});

it("names a model that is nowhere", async () => {
  const { code, stderr } = await train("unknown", ["--base-model", "nobody/no-such-model"]);
  expect(code).toBe(1);
  expect(stderr).toContain("nobody/no-such-model");
});
