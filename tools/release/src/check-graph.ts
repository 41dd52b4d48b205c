// Fails when projects depend on each other in a circle: node tools/release/src/check-graph.ts
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runProgram } from "../../../tools/test-kit/src/run-program.ts";
import { findCycles } from "./find-cycles.ts";

interface NxGraph {
  readonly graph: {
    readonly dependencies: Readonly<Record<string, readonly { readonly target: string }[]>>;
  };
}

const root = resolve(import.meta.dirname, "../../..");
const folder = await mkdtemp(join(tmpdir(), "graph-"));
try {
  const file = join(folder, "graph.json");
  await runProgram(join(root, "node_modules/.bin/nx"), ["graph", `--file=${file}`], { cwd: root });
  const { graph } = JSON.parse(await readFile(file, "utf8")) as NxGraph;
  const needs = Object.entries(graph.dependencies).map(
    ([project, targets]) => [project, targets.map(({ target }) => target)] as const,
  );
  const cycles = findCycles(Object.fromEntries(needs));
  for (const cycle of cycles) process.stdout.write(`cycle: ${cycle.join(" → ")}\n`);
  process.stdout.write(`${needs.length} projects, ${cycles.length} cycles\n`);
  process.exitCode = cycles.length === 0 && needs.length > 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true });
}
