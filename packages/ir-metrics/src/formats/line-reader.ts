import type { LineProblems } from "./line-problems.ts";
import type { TextReader } from "./text-reader.ts";

/** What a format does with its lines. */
export interface LineFormat<Result> {
  /** Takes a line that is not blank, without its line end. */
  line(content: string, line: number): void;
  /** What the lines gave. */
  finish(): Result;
}

/** Longest line that is read, in characters: no id or judgment is near that. */
const longestLine = 2 ** 20;

/** Cuts text into lines, numbered from 1; blank ones are skipped, CRLF is a line end too. */
export function createLineReader<Result>(
  format: LineFormat<Result>,
  problems: LineProblems,
): TextReader<Result> {
  let line = 1;
  let rest = "";
  let tooLong = false;

  const end = (content: string): void => {
    if (tooLong || content.length > longestLine) {
      problems.add(line, `expected at most ${longestLine} characters in a line, got more`);
    } else if (/\S/.test(content)) {
      format.line(content.endsWith("\r") ? content.slice(0, -1) : content, line);
    }
    tooLong = false;
    line++;
  };
  return {
    take(text) {
      let start = 0;
      for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", start)) {
        end(start === 0 ? rest + text.slice(0, at) : text.slice(start, at));
        rest = "";
        start = at + 1;
      }
      rest += text.slice(start);
      if (rest.length <= longestLine) return;
      tooLong = true;
      rest = "";
    },
    finish() {
      if (tooLong || rest !== "") end(rest);
      return format.finish();
    },
  };
}

/** The fields of a line that blanks or tabs divide. */
export function fieldsOf(content: string): string[] {
  const fields: string[] = [];
  let start = -1;
  for (let index = 0; index < content.length; index++) {
    const code = content.charCodeAt(index);
    const blank = code === 32 || (code >= 9 && code <= 13);
    if (blank && start >= 0) fields.push(content.slice(start, index));
    if (blank) start = -1;
    else if (start < 0) start = index;
  }
  if (start >= 0) fields.push(content.slice(start));
  return fields;
}
