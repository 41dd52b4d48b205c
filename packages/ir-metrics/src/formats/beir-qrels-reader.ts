import type { Qrels } from "../ranking/qrels.ts";
import type { LineProblems } from "./line-problems.ts";
import { createLineReader } from "./line-reader.ts";
import { createQrelsBuilder } from "./qrels-builder.ts";
import type { TextReader } from "./text-reader.ts";

/** Reads judgments in BEIR's format. */
export function createBeirQrelsReader(problems: LineProblems): TextReader<Qrels> {
  const builder = createQrelsBuilder(problems);
  let first = true;
  const format = {
    line(content: string, line: number) {
      const [queryId, docId, grade, ...rest] = content.split("\t").map((field) => field.trim());
      const isHeader = first && queryId?.toLowerCase() === "query-id";
      first = false;
      if (isHeader) return;
      if (!queryId || !docId || !grade || rest.length > 0) {
        problems.add(line, "expected 3 fields separated by tabs (query-id, corpus-id, score)");
      } else {
        builder.add({ line, queryId, docId, grade });
      }
    },
    finish() {
      problems.throwIfAny("INVALID_QRELS", "BEIR judgments");
      return builder.qrels;
    },
  };
  return createLineReader(format, problems);
}
