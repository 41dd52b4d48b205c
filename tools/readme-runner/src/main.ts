// Runs the marked blocks of the READMEs:
// node tools/readme-runner/src/main.ts [--installed FOLDER] [--report FILE] [PATH-PART …]
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { checkReadme, type ExampleResult } from "./check-readme.ts";
import { findReadmes } from "./find-readmes.ts";

const { values, positionals } = parseArgs({
  options: { installed: { type: "string" }, report: { type: "string" } },
  allowPositionals: true,
});
const root = resolve(values.installed ?? resolve(import.meta.dirname, "../../.."));
const from = values.installed === undefined ? "sources" : "installed";
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const results: ExampleResult[] = [];
for (const readme of await findReadmes(root)) {
  if (positionals.length > 0 && !positionals.some((part) => readme.file.includes(part))) continue;
  for await (const result of checkReadme(root, readme, from)) {
    results.push(result);
    print(result);
  }
}
const failed = results.filter((result) => result.problem !== undefined).length;
if (results.length === 0) process.stdout.write("No README matches.\n");
process.stdout.write(`${results.length - failed} passed, ${failed} failed\n`);
if (values.report !== undefined) {
  await mkdir(dirname(values.report), { recursive: true });
  await writeFile(values.report, `${JSON.stringify({ results }, null, 2)}\n`);
}
process.exitCode = failed > 0 || results.length === 0 ? 1 : 0;

function print({ name, problem, seconds }: ExampleResult): void {
  if (problem === undefined) process.stdout.write(`ok    ${name} (${seconds} s)\n`);
  else process.stdout.write(`FAIL  ${name}: ${problem.replaceAll("\n", "\n      ")}\n`);
}
