import type { Qrels } from "../ranking/qrels.ts";
import type { LineProblems } from "./line-problems.ts";
import type { NestedEntry } from "./nested-grammar.ts";
import { createNestedJsonReader } from "./nested-json-reader.ts";
import { createQrelsBuilder } from "./qrels-builder.ts";
import type { TextReader } from "./text-reader.ts";

/** Reads judgments from ranx's JSON. */
export function createRanxQrelsReader(problems: LineProblems): TextReader<Qrels> {
  const builder = createQrelsBuilder(problems);
  const target = {
    query: (queryId: string) => {
      builder.addQuery(queryId);
    },
    entry: ({ number, ...place }: NestedEntry) => {
      builder.add({ ...place, grade: number });
    },
    finish() {
      problems.throwIfAny("INVALID_QRELS", "JSON judgments");
      return builder.qrels;
    },
  };
  return createNestedJsonReader(target, problems);
}
