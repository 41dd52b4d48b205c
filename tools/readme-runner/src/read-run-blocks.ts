import type { RunBlock } from "./run-block.ts";

interface Fence {
  readonly words: readonly string[];
  readonly line: number;
  readonly text: string;
}

/**
 * Finds the blocks fenced as ```` ```ts run ```` or ```` ```sh run ````, each perhaps with `slow` after it, and the output shown for each:
 * the very next fenced block, when that is a `text` block.
 *
 * @param markdown Text of a Markdown file.
 * @returns The blocks in their order.
 */
export function readRunBlocks(markdown: string): RunBlock[] {
  const fences = readFences(markdown);
  return fences.flatMap((fence, index) => {
    const [language, mark, speed] = fence.words;
    if (mark !== "run" || (language !== "ts" && language !== "sh")) return [];
    const next = fences[index + 1];
    const expected = next?.words[0] === "text" ? next.text : undefined;
    return [{ language, slow: speed === "slow", code: fence.text, line: fence.line, expected }];
  });
}

/** Fenced code blocks of at most three blanks' indent, with three or more backticks or tildes. */
function readFences(markdown: string): Fence[] {
  const fences: Fence[] = [];
  let open: { marker: string; words: string[]; line: number; lines: string[] } | undefined;
  for (const [index, line] of markdown.split(/\r?\n/u).entries()) {
    const [, marker, info = ""] = /^ {0,3}(`{3,}|~{3,})(.*)$/u.exec(line) ?? [];
    if (open === undefined) {
      if (marker === undefined || (marker.startsWith("`") && info.includes("`"))) continue;
      open = { marker, words: info.trim().split(/\s+/u), line: index + 2, lines: [] };
    } else if (marker?.startsWith(open.marker) === true && info.trim() === "") {
      const text = open.lines.map((one) => `${one}\n`).join("");
      fences.push({ words: open.words, line: open.line, text });
      open = undefined;
    } else {
      open.lines.push(line);
    }
  }
  return fences;
}
