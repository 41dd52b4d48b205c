import { IrMetricsError } from "../ir-metrics-error.ts";
import type { IrMetricsErrorCode } from "../ir-metrics-error.ts";

const shownProblems = 20;

/** What is wrong with the lines of a text, gathered to be told together. */
export interface LineProblems {
  /** Notes a problem of one line. */
  add(line: number, problem: string): void;
  /** Throws when there are problems: the first 20 and how many more. */
  throwIfAny(code: IrMetricsErrorCode, what: string): void;
}

/** An empty list of problems. */
export function createLineProblems(): LineProblems {
  const problems: string[] = [];
  let count = 0;
  return {
    add(line, problem) {
      if (++count <= shownProblems) problems.push(`line ${line}: ${problem}`);
    },
    throwIfAny(code, what) {
      if (count === 0) return;
      const more = count > shownProblems ? [`and ${count - shownProblems} more`] : [];
      const list = [...problems, ...more].map((problem) => `\n  ${problem}`).join("");
      const found = `${count} problem${count === 1 ? "" : "s"}`;
      throw new IrMetricsError(code, `${what}: ${found}.${list}`, { details: { count, problems } });
    },
  };
}

/** The lines of a text that are not blank, with their numbers from 1; a byte order mark is skipped. */
export function* numberedLines(text: string): Generator<readonly [line: number, content: string]> {
  let start = text.startsWith("\uFEFF") ? 1 : 0;
  for (let line = 1; start < text.length; line++) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const content = text.slice(start, end).replace(/\r$/, "");
    if (content.trim() !== "") yield [line, content];
    start = end + 1;
  }
}

/** A value as an error shows it: quoted and cut at 200 characters. */
export function quoted(value: string | undefined): string {
  return value === undefined ? "nothing" : JSON.stringify(value.slice(0, 200));
}
