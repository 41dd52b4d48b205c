import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { checkBlock, type PackageForm } from "./check-block.ts";
import type { Readme } from "./find-readmes.ts";
import { readRunBlocks } from "./read-run-blocks.ts";

/** What came of one block, or of a README that has none. */
export interface ExampleResult {
  /** File and line, such as `packages/ir-metrics/README.md:14`. */
  readonly name: string;
  /** What is wrong with it, or undefined. */
  readonly problem: string | undefined;
  /** How long it took. */
  readonly seconds: number;
}

/**
 * Runs the marked blocks of a README one after another, all but the slow ones.
 *
 * @param root The repository root.
 * @param readme Which file.
 * @param from Whether the blocks import the packages' sources or installed packages.
 * @returns One result a block; one failed result for a README that is missing or lacks a block.
 */
export async function* checkReadme(
  root: string,
  readme: Readme,
  from: PackageForm = "sources",
): AsyncGenerator<ExampleResult> {
  const { file } = readme;
  if (!readme.exists) {
    yield { name: file, problem: "is missing", seconds: 0 };
    return;
  }
  const blocks = readRunBlocks(await readFile(join(root, file), "utf8"));
  if (blocks.length === 0 && readme.needsBlock) {
    yield { name: file, problem: "has no block marked ```ts run or ```sh run", seconds: 0 };
  }
  for (const block of blocks.filter(({ slow }) => !slow)) {
    const started = performance.now();
    const problem = await checkBlock(block, { root, folder: join(root, dirname(file)), from });
    const seconds = Math.round((performance.now() - started) / 10) / 100;
    yield { name: `${file}:${block.line}`, problem, seconds };
  }
}
