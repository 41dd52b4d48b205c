import type { Qrels } from "../ranking/qrels.ts";
import type { LineProblems } from "./line-problems.ts";
import { createLineReader, fieldsOf } from "./line-reader.ts";
import { createQrelsBuilder } from "./qrels-builder.ts";
import type { TextReader } from "./text-reader.ts";

/** Reads judgments in TREC's format. */
export function createTrecQrelsReader(problems: LineProblems): TextReader<Qrels> {
  const builder = createQrelsBuilder(problems);
  const format = {
    line(content: string, line: number) {
      const [queryId, iteration, docId, grade, ...rest] = fieldsOf(content);
      if (!queryId || !iteration || !docId || !grade || rest.length > 0) {
        problems.add(line, "expected 4 fields (query, iteration, document, grade)");
      } else {
        builder.add({ line, queryId, docId, grade });
      }
    },
    finish() {
      problems.throwIfAny("INVALID_QRELS", "TREC judgments");
      return builder.qrels;
    },
  };
  return createLineReader(format, problems);
}
