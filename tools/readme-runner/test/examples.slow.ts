import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, it } from "vitest";
import { checkBlock } from "../src/check-block.ts";
import { findReadmes } from "../src/find-readmes.ts";
import { readRunBlocks } from "../src/read-run-blocks.ts";

const root = resolve(import.meta.dirname, "../../..");
const readmes = (await findReadmes(root)).filter(({ exists }) => exists);
const blocks = readmes.flatMap(({ file }) =>
  readRunBlocks(readFileSync(join(root, file), "utf8"))
    .filter(({ slow }) => slow)
    .map((block) => ({ block, name: `${file}:${block.line}`, folder: join(root, dirname(file)) })),
);

/** Only ends what hangs: two trainings on a busy machine take long. */
const timeoutMs = 3_000_000;

it.each(blocks)("prints what $name shows", async ({ block, folder }) => {
  expect(await checkBlock(block, { root, folder, timeoutMs })).toBeUndefined();
});
