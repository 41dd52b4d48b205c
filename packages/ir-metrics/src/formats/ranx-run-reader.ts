import type { Run } from "../ranking/run.ts";
import type { LineProblems } from "./line-problems.ts";
import type { NestedEntry } from "./nested-grammar.ts";
import { createNestedJsonReader } from "./nested-json-reader.ts";
import { createRunBuilder } from "./run-builder.ts";
import type { TextReader } from "./text-reader.ts";

/** Reads a run from ranx's JSON. */
export function createRanxRunReader(problems: LineProblems, name?: string): TextReader<Run> {
  const builder = createRunBuilder(problems);
  const target = {
    query: (queryId: string) => {
      builder.addQuery(queryId);
    },
    entry: ({ number, ...place }: NestedEntry) => {
      builder.add({ ...place, score: number });
    },
    finish() {
      const rankings = builder.finish();
      problems.throwIfAny("INVALID_RUN", "JSON run");
      return { name: name ?? "run", rankings };
    },
  };
  return createNestedJsonReader(target, problems);
}
