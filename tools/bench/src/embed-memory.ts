// Memory of embedding very many texts: they are made as they are asked for, and the vectors are
// counted and dropped. Prints the resident memory at every tenth, and the highest.
// Run: node --conditions=@searchfit/source tools/bench/src/embed-memory.ts --model FOLDER
//        [--texts 1000000] [--workers 0 for this thread] [--precision fp32] [--words 4]
import { parseArgs } from "node:util";
import { createEmbedder, createEmbedderPool, embedStream } from "@searchfit/onnx-embedder";

const { values: flags } = parseArgs({
  options: {
    model: { type: "string" },
    texts: { type: "string", default: "1000000" },
    workers: { type: "string", default: "0" },
    precision: { type: "string", default: "fp32" },
    words: { type: "string", default: "4" },
  },
});
if (flags.model === undefined) throw new Error("--model is needed");
const [total, workers, words] = [flags.texts, flags.workers, flags.words].map(Number) as [
  number,
  number,
  number,
];
const list = "rain jacket shoe lamp coffee pot desk trail wool sock knife pan board tent".split(
  " ",
);

/** Texts of so many words and more; no two are equal. */
function* texts(): Generator<string> {
  for (let index = 0; index < total; index++) {
    const length = words + (index % (words + 1));
    const chosen = Array.from({ length }, (_, at) => list[(index * 7 + at * 5) % list.length]);
    yield `${chosen.join(" ")} ${index}`;
  }
}

const options = {
  folder: flags.model,
  precision: flags.precision === "int8" ? "int8" : "fp32",
} as const;
const embedder =
  workers === 0 ? await createEmbedder(options) : await createEmbedderPool({ ...options, workers });
const started = performance.now();
let done = 0;
let checksum = 0;
for await (const { rows, data } of embedStream(embedder, texts(), { parallel: 2 * workers || 1 })) {
  const tenth = Math.floor((10 * done) / total);
  done += rows;
  checksum += data[0] ?? NaN;
  if (Math.floor((10 * done) / total) === tenth) continue;
  const megabytes = (process.memoryUsage.rss() / 1e6).toFixed(0);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stdout.write(`${done} texts, ${seconds} s: ${megabytes} MB\n`);
}
await embedder.close();
if (done !== total || !Number.isFinite(checksum)) throw new Error(`expected ${total} vectors`);
process.stdout.write(`highest: ${((process.resourceUsage().maxRSS * 1024) / 1e6).toFixed(0)} MB\n`);
