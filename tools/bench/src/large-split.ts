// Reads, splits and writes a file of a million records and tells the most memory that it took.
// Run: node tools/bench/src/large-split.ts [--records 1000000] [--records-a-product 4] [jsonl|csv|jsonl.gz|parquet …]
// after `npx nx build retrieval-dataset`; with --conditions=@searchfit/source it runs without a build,
// and Node's own stripping of types then takes 30 MB more.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeRecords } from "@searchfit/retrieval-dataset";

const limitMegabytes = 300;
const nouns = "desk lamp kettle rug mirror stool vase clock shelf bowl knife tent".split(" ");
const makers = Array.from({ length: 977 }, (_, index) => `maker${index}`);

/** One product in twenty is a near-duplicate of the one before. */
function* pairs(count: number, aProduct: number): Generator<object> {
  for (let at = 0; at < count; at += 1) {
    const product = Math.floor(at / aProduct);
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

/** What runs in a process of its own; JavaScript, so that a built package needs no types stripped. */
const child = `
import { splitFile } from "@searchfit/retrieval-dataset";
const [, input, folder] = process.argv;
const start = performance.now();
const { written, dropped, groups } = await splitFile({ input, folder });
const seconds = (performance.now() - start) / 1000;
const megabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
console.log(JSON.stringify({ written: { ...written, dropped, groups }, seconds, megabytes }));
`;

function measure(input: string, folder: string): Measured {
  const words = ["--input-type=module", "--eval", child, "--", input, folder];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...process.execArgv, ...words], {
    cwd: import.meta.dirname,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Measured;
}

async function compare(count: number, aProduct: number, formats: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "large-split-"));
  try {
    for (const format of formats) {
      const input = join(folder, `pairs.${format}`);
      await writeRecords(input, pairs(count, aProduct));
      const { written, seconds, megabytes } = measure(input, join(folder, format));
      const size = Math.round(statSync(input).size / 2 ** 20);
      const verdict = megabytes < limitMegabytes ? "under" : "OVER";
      process.stdout.write(
        `${format}: ${count} records of ${Math.ceil(count / aProduct)} products, ${size} MiB, ${seconds.toFixed(1)} s, peak ${Math.round(megabytes)} MB (${verdict} ${limitMegabytes}); ${JSON.stringify(written)}\n`,
      );
      if (megabytes >= limitMegabytes) process.exitCode = 1;
      rmSync(input);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const { values: flags, positionals: formats } = parseArgs({
  options: {
    records: { type: "string", default: "1000000" },
    "records-a-product": { type: "string", default: "4" },
  },
  allowPositionals: true,
});
await compare(
  Number(flags.records),
  Number(flags["records-a-product"]),
  formats.length > 0 ? formats : ["jsonl", "csv"],
);
