// Reads, splits and writes a file of a million records and tells the most memory that it took.
// Run: node --conditions=@searchfit/source tools/bench/src/large-split.ts [records] [jsonl|csv|jsonl.gz|parquet …]
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { splitFile, writeRecords } from "@searchfit/retrieval-dataset";

const limitMegabytes = 300;
const nouns = "desk lamp kettle rug mirror stool vase clock shelf bowl knife tent".split(" ");
const makers = Array.from({ length: 977 }, (_, index) => `maker${index}`);

/** Four queries a product, one product in twenty a near-duplicate of the one before. */
function* pairs(count: number): Generator<object> {
  for (let at = 0; at < count; at += 1) {
    const product = Math.floor(at / 4);
    const model = product % 20 === 19 ? product - 1 : product;
    const noun = nouns[model % nouns.length] ?? "";
    const maker = makers[model % makers.length] ?? "";
    const title = `${maker} ${noun} model ${model} series ${model % 4099} in oak and brass`;
    const positive = `${title}. Made by ${maker} for rooms of ${model % 83} square metres, delivered within ${model % 11} days.`;
    const query = `${noun} ${maker} ${model % 4099} ${["cheap", "large", "oak", "best"][at % 4] ?? ""}`;
    yield { query, positive, product_id: `${product}`, title, domain: noun };
  }
}

interface Measured {
  readonly written: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly megabytes: number;
}

function measure(input: string, folder: string): Measured {
  const child = spawnSync(
    process.execPath,
    ["--conditions=@searchfit/source", import.meta.filename, "--child", input, folder],
    { encoding: "utf8", maxBuffer: 1 << 24 },
  );
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout) as Measured;
}

async function splitHere(input: string, folder: string): Promise<void> {
  const start = performance.now();
  const { written, dropped, groups } = await splitFile({ input, folder });
  const seconds = (performance.now() - start) / 1000;
  const megabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
  process.stdout.write(
    JSON.stringify({ written: { ...written, dropped, groups }, seconds, megabytes }),
  );
}

async function compare(count: number, formats: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "large-split-"));
  try {
    for (const format of formats) {
      const input = join(folder, `pairs.${format}`);
      await writeRecords(input, pairs(count));
      const { written, seconds, megabytes } = measure(input, join(folder, format));
      const size = Math.round(statSync(input).size / 2 ** 20);
      const verdict = megabytes < limitMegabytes ? "under" : "OVER";
      process.stdout.write(
        `${format}: ${count} records, ${size} MiB, ${seconds.toFixed(1)} s, peak ${Math.round(megabytes)} MB (${verdict} ${limitMegabytes}); ${JSON.stringify(written)}\n`,
      );
      if (megabytes >= limitMegabytes) process.exitCode = 1;
      rmSync(input);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [first = "1000000", second, third] = process.argv.slice(2);
if (first === "--child") await splitHere(second ?? "", third ?? "");
else {
  const formats = process.argv.slice(3);
  await compare(Number(first), formats.length > 0 ? formats : ["jsonl", "csv"]);
}
