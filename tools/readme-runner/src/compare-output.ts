/** How to compare. */
export interface CompareOutputOptions {
  /**
   * Whether `…` in the expected text stands for anything: alone on a line for any number of lines,
   * within a line for any characters. Blanks at line ends do not count then either.
   */
  readonly wildcards: boolean;
}

/**
 * Compares what a block printed with what its README shows. A last line feed does not count.
 *
 * @returns A line diff (`-` shown in the README, `+` printed), or undefined when they agree.
 */
export function compareOutput(
  expected: string,
  actual: string,
  options: CompareOutputOptions,
): string | undefined {
  const linesOf = (text: string) =>
    toLines(text).map((line) => (options.wildcards ? line.trimEnd() : line));
  const shown = linesOf(expected);
  const printed = linesOf(actual);
  const agree = options.wildcards
    ? wildcardPattern(shown).test(printed.map((line) => `${line}\n`).join(""))
    : shown.join("\n") === printed.join("\n");
  if (agree) return undefined;
  const same = (a: string, b: string) =>
    options.wildcards ? wildcardPattern([a]).test(`${b}\n`) : a === b;
  return diffLines(shown, printed, same);
}

function toLines(text: string): string[] {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function wildcardPattern(lines: readonly string[]): RegExp {
  const parts = lines.map((line) => {
    if (line.trim() === "…") return "(?:[^\\n]*\\n)*?";
    return `${line.split("…").map(escapePattern).join("[^\\n]*")}\\n`;
  });
  return new RegExp(`^${parts.join("")}$`, "u");
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
}

/** Line diff by the longest common subsequence. */
function diffLines(
  a: readonly string[],
  b: readonly string[],
  same: (a: string, b: string) => boolean,
): string {
  const common = a.map(() => new Array<number>(b.length + 1).fill(0));
  common.push(new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    const row = common[i] ?? [];
    for (let j = b.length - 1; j >= 0; j--) {
      row[j] = same(a[i] ?? "", b[j] ?? "")
        ? at(i + 1, j + 1) + 1
        : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const out: string[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (i < a.length && j < b.length && same(a[i] ?? "", b[j] ?? "")) {
      out.push(`  ${b[j++] ?? ""}`);
      i++;
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) {
      out.push(`- ${a[i++] ?? ""}`);
    } else {
      out.push(`+ ${b[j++] ?? ""}`);
    }
  }
  return out.join("\n");
}
