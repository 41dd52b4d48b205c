import type { Run } from "../ranking/run.ts";
import type { LineProblems } from "./line-problems.ts";
import { createLineReader, fieldsOf } from "./line-reader.ts";
import { createRunBuilder } from "./run-builder.ts";
import type { TextReader } from "./text-reader.ts";

/** Reads a run in TREC's format; it is called by the first line's tag unless a name is given. */
export function createTrecRunReader(problems: LineProblems, name?: string): TextReader<Run> {
  const builder = createRunBuilder(problems);
  let firstTag: string | undefined;
  const format = {
    line(content: string, line: number) {
      const [queryId, q0, docId, rank, score, tag, ...rest] = fieldsOf(content);
      if (!queryId || !q0 || !docId || !rank || !score || !tag || rest.length > 0) {
        problems.add(line, "expected 6 fields (query, Q0, document, rank, score, tag)");
        return;
      }
      firstTag ??= tag;
      builder.add({ line, queryId, docId, score });
    },
    finish() {
      const rankings = builder.finish();
      problems.throwIfAny("INVALID_RUN", "TREC run");
      return { name: name ?? firstTag ?? "run", rankings };
    },
  };
  return createLineReader(format, problems);
}
