import { IrMetricsError } from "../ir-metrics-error.ts";
import type { IrMetricsErrorCode } from "../ir-metrics-error.ts";

const shownProblems = 20;

/** What is wrong with the lines of a text, gathered to be told together. */
export interface LineProblems {
  /** Notes a problem of one line. */
  add(line: number, problem: string): void;
  /** Throws when there are problems: 20 of them in the order of their lines, and how many more. */
  throwIfAny(code: IrMetricsErrorCode, what: string): void;
}

/** An empty list of problems. */
export function createLineProblems(): LineProblems {
  const found: { readonly line: number; readonly text: string }[] = [];
  let count = 0;
  return {
    add(line, problem) {
      if (++count <= shownProblems) found.push({ line, text: `line ${line}: ${problem}` });
    },
    throwIfAny(code, what) {
      if (count === 0) return;
      const problems = found.sort((a, b) => a.line - b.line).map(({ text }) => text);
      const more = count > shownProblems ? [`and ${count - shownProblems} more`] : [];
      const list = [...problems, ...more].map((problem) => `\n  ${problem}`).join("");
      const sum = `${count} problem${count === 1 ? "" : "s"}`;
      throw new IrMetricsError(code, `${what}: ${sum}.${list}`, { details: { count, problems } });
    },
  };
}

/** A value as an error shows it: quoted and cut at 200 characters. */
export function quoted(value: string | undefined): string {
  return value === undefined ? "nothing" : JSON.stringify(value.slice(0, 200));
}
