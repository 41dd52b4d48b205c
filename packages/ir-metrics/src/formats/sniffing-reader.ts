import type { TextReader } from "./text-reader.ts";

/** Longest beginning that is waited for. */
const longestStart = 2 ** 20;

/**
 * A reader that is chosen by the first line that is not blank: it gets that line without blanks
 * around it ("" for a text of blanks only).
 */
export function createSniffingReader<Result>(
  choose: (firstLine: string) => TextReader<Result>,
): TextReader<Result> {
  let start = "";
  let chosen: TextReader<Result> | undefined;
  const begin = (): TextReader<Result> => {
    const firstLine = /\S[^\n]*/.exec(start)?.[0].trimEnd() ?? "";
    chosen = choose(firstLine);
    chosen.take(start);
    start = "";
    return chosen;
  };
  return {
    take(text) {
      if (chosen !== undefined) {
        chosen.take(text);
        return;
      }
      start += text;
      const first = start.search(/\S/);
      const isWhole = first !== -1 && start.includes("\n", first);
      if (isWhole || start.length > longestStart) begin();
    },
    finish: () => (chosen ?? begin()).finish(),
  };
}
