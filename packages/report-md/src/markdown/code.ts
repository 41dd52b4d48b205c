import { escapeMarkdown } from "../text/escape-markdown.ts";
import { stripControl } from "../text/strip-control.ts";

/** Text in code letters where that is safe anywhere, tables included; escaped text otherwise. */
export function code(text: string): string {
  const line = stripControl(text);
  return /^[\w@./:,+=%() -]+$/.test(line) ? `\`${line}\`` : escapeMarkdown(line);
}

/** Lines as a block of code, fenced longer than any run of backticks in them. */
export function codeBlock(lines: readonly string[]): string {
  const cleaned = lines.map(stripControl);
  const longest = Math.max(
    2,
    ...cleaned.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length),
  );
  const fence = "`".repeat(longest + 1);
  return [`${fence}text`, ...cleaned, fence].join("\n");
}
