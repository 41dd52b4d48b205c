// Runs every check of the repository: npm test. See --help.
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { formatSummary } from "./format-summary.ts";
import { helpText, parseArguments, type Arguments } from "./parse-arguments.ts";
import { readWorkspace } from "./read-workspace.ts";
import { runStages } from "./run-stages.ts";
import { stages } from "./stages.ts";

const root = resolve(import.meta.dirname, "../../..");
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));
process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  let wanted: Arguments;
  try {
    wanted = parseArguments(argv);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 2;
  }
  if (wanted.help) {
    process.stdout.write(helpText);
    return 0;
  }
  if (!existsSync(join(root, "node_modules/.bin/nx"))) {
    process.stdout.write("The workspace is not installed: run `npm ci` first.\n");
    process.stdout.write("0 passed, 1 failed\n");
    return 1;
  }
  const reports = join(root, "test-reports");
  await mkdir(reports, { recursive: true });
  const chosen = stages.filter((stage) => wanted.stages.includes(stage.name));
  const finished = await runStages(chosen, await readWorkspace(root), (text) =>
    process.stdout.write(text),
  );
  const summary = `${JSON.stringify({ stages: finished }, null, 2)}\n`;
  await writeFile(join(reports, "summary.json"), summary);
  process.stdout.write(`\n=== Summary ===\n${formatSummary(finished)}`);
  return finished.some((stage) => stage.result.failed > 0) ? 1 : 0;
}
