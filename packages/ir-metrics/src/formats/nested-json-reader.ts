import { quoted } from "./line-problems.ts";
import type { LineProblems } from "./line-problems.ts";
import { createNestedGrammar } from "./nested-grammar.ts";
import type { JsonToken, NestedNumbers } from "./nested-grammar.ts";
import type { TextReader } from "./text-reader.ts";

const tokenForm = /\s*(?:([{}:,])|("(?:[^"\\\n]|\\.)*")|([^\s{}:,"]+))/y;
const longestToken = 2 ** 20;

/**
 * Reads `{"query": {"document": number}}` in parts. `JSON.parse` would lose what counts here: the
 * order of ids that look like numbers, keys that come twice, and lines.
 */
export function createNestedJsonReader<Result>(
  target: NestedNumbers<Result>,
  problems: LineProblems,
): TextReader<Result> {
  const grammar = createNestedGrammar(target, problems);
  const tokens = createTokenCutter();
  let broken = false;

  const fail = (got: string): void => {
    if (!broken)
      problems.add(
        tokens.line(),
        `expected ${grammar.wanted()}, got ${got}; the rest was not read`,
      );
    broken = true;
  };
  const follow = (last: boolean): void => {
    while (!broken) {
      const token = tokens.next(last);
      if (token === undefined) return;
      if (!grammar.accepts(token)) fail(quoted(token.written.slice(0, 40)));
    }
  };
  return {
    take(text) {
      if (broken) return;
      tokens.take(text);
      follow(false);
      if (tokens.left().length > longestToken) fail("an endless text");
    },
    finish() {
      follow(true);
      const left = tokens.left().trim();
      if (left !== "") fail(quoted(left.slice(0, 40)));
      if (!grammar.isDone()) fail("the end of the file");
      return target.finish();
    },
  };
}

/** Cuts parts of a text into tokens. */
interface TokenCutter {
  take(text: string): void;
  /** The next whole token; only the last part may end with one that has no end of its own. */
  next(last: boolean): JsonToken | undefined;
  /** Line that is being read, from 1. */
  line(): number;
  /** What is not cut yet. */
  left(): string;
}

function createTokenCutter(): TokenCutter {
  let buffer = "";
  let start = 0;
  let line = 1;
  return {
    take(text) {
      buffer = buffer.slice(start) + text;
      start = 0;
    },
    next(last) {
      tokenForm.lastIndex = start;
      const match = tokenForm.exec(buffer);
      const end = tokenForm.lastIndex;
      if (match === null || (!last && end === buffer.length && match[3] !== undefined))
        return undefined;
      start = end;
      line += newlinesIn(match[0]);
      if (match[1] !== undefined) return { kind: "sign", written: match[1], line };
      return match[2] === undefined
        ? { kind: "word", written: match[3]!, line }
        : { kind: "text", written: match[2], line };
    },
    line: () => line,
    left: () => buffer.slice(start),
  };
}

function newlinesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
