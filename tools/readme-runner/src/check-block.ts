import { rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { compareOutput } from "./compare-output.ts";
import type { RunBlock } from "./run-block.ts";
import { runProgram, type ProgramResult } from "./run-program.ts";

/** What a block imports: the sources of the workspace's packages, or packages as npm installed them. */
export type PackageForm = "sources" | "installed";

/** Where a block is run. */
export interface BlockPlace {
  /** The repository root; `sh` blocks run here. */
  readonly root: string;
  /** The folder of the block's README; `ts` blocks run here. */
  readonly folder: string;
  /** What it imports. @default "sources" */
  readonly from?: PackageForm;
  /** After this long a block is killed. @default 600000 */
  readonly timeoutMs?: number;
}

/**
 * Runs a block and compares what it prints with what its README shows.
 *
 * A block without shown output must print nothing. Standard error is not compared.
 *
 * @returns What is wrong with it, or undefined.
 */
export async function checkBlock(block: RunBlock, place: BlockPlace): Promise<string | undefined> {
  const result = await (block.language === "ts" ? runTypeScript : runShell)(block, place);
  const stdout = stripVTControlCharacters(result.stdout);
  const difference = compareOutput(block.expected ?? "", stdout, {
    wildcards: block.language === "sh",
  });
  if (!result.ok) return `ended with ${result.end}\n${stdout}${result.stderr}`.trimEnd();
  if (difference === undefined) return undefined;
  const heading =
    block.expected === undefined
      ? "prints, but no ```text block with its output follows"
      : "prints something else than shown (- shown, + printed)";
  return `${heading}\n${difference}`;
}

/** Runs the block as a file in the README's folder, on the same line numbers as in the README. */
async function runTypeScript(block: RunBlock, place: BlockPlace): Promise<ProgramResult> {
  const file = join(place.folder, `.readme-example.${process.pid}.ts`);
  const remove = () => {
    rmSync(file, { force: true });
  };
  process.once("exit", remove);
  try {
    await writeFile(file, "\n".repeat(block.line - 1) + block.code);
    return await runProgram({
      file: process.execPath,
      arguments: place.from === "installed" ? [file] : ["--conditions=@searchfit/source", file],
      folder: place.folder,
      environment: plainEnvironment(place.root),
      timeoutMs: place.timeoutMs ?? 600_000,
    });
  } finally {
    remove();
    process.off("exit", remove);
  }
}

function runShell(block: RunBlock, place: BlockPlace): Promise<ProgramResult> {
  return runProgram({
    file: "bash",
    arguments: ["-euo", "pipefail", "-c", block.code],
    folder: place.root,
    environment: plainEnvironment(place.root),
    timeoutMs: place.timeoutMs ?? 600_000,
  });
}

/** This process's variables, without what would make output differ from machine to machine. */
function plainEnvironment(root: string): NodeJS.ProcessEnv {
  const path = [join(root, "node_modules/.bin"), process.env.PATH ?? ""].join(delimiter);
  const fixed = { PATH: path, NO_COLOR: "1", TZ: "UTC", LC_ALL: "C.UTF-8", COLUMNS: "100" };
  return { ...process.env, ...fixed, FORCE_COLOR: undefined, NODE_OPTIONS: undefined };
}
