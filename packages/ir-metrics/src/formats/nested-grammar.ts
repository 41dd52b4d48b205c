import type { LineProblems } from "./line-problems.ts";
import { quoted } from "./line-problems.ts";

/** What is done with an object of queries, each an object of documents with a number. */
export interface NestedNumbers<Result> {
  /** Takes a query when its object begins. */
  query(queryId: string): void;
  /** Takes a document and its number as it is written. */
  entry(entry: NestedEntry): void;
  /** What came of it. */
  finish(): Result;
}

/** One number of the inner objects. */
export interface NestedEntry {
  /** Line number, from 1. */
  readonly line: number;
  /** Key of the outer object. */
  readonly queryId: string;
  /** Key of the inner object. */
  readonly docId: string;
  /** The number as it is written. */
  readonly number: string;
}

/** A token: a sign of JSON, a text in quotes, or anything else. */
export interface JsonToken {
  /** Which of the three. */
  readonly kind: "sign" | "text" | "word";
  /** As it is written. */
  readonly written: string;
  /** Line number, from 1. */
  readonly line: number;
}

/** Follows the tokens of `{"query": {"document": number}}`. */
export interface NestedGrammar {
  /** Whether the token fits; it is taken then. */
  accepts(token: JsonToken): boolean;
  /** What would fit now, in words. */
  wanted(): string;
  /** Whether the object is closed. */
  isDone(): boolean;
}

/** What may come next. */
type Expected = "open" | "key" | "first key" | "colon" | "value" | "comma" | "end";

const words: Readonly<Record<Expected, string>> = {
  open: "an object of queries",
  key: "an id in quotes",
  "first key": "an id in quotes",
  colon: "a colon",
  value: "an object of documents with numbers",
  comma: "a comma or the end of the object",
  end: "nothing more",
};

/** A grammar at its start. */
export function createNestedGrammar(
  target: NestedNumbers<unknown>,
  problems: LineProblems,
): NestedGrammar {
  const queries = new Set<string>();
  const ids = { query: "", doc: "" };
  let depth = 0;
  let expected: Expected = "open";

  const open = (line: number): boolean => {
    if (expected !== "open" && !(expected === "value" && depth === 1)) return false;
    if (depth === 1) {
      if (queries.has(ids.query)) problems.add(line, `query ${quoted(ids.query)} comes again`);
      queries.add(ids.query);
      target.query(ids.query);
    }
    depth++;
    return next("first key");
  };
  const next = (now: Expected): boolean => {
    expected = now;
    return true;
  };
  const sign = (written: string, line: number): boolean => {
    if (written === "{") return open(line);
    if (written === "}" && (expected === "first key" || expected === "comma"))
      return next(--depth === 0 ? "end" : "comma");
    if (written === ":" && expected === "colon") return next("value");
    return written === "," && expected === "comma" && next("key");
  };
  const text = (written: string): boolean => {
    const id = unquoted(written);
    if ((expected !== "key" && expected !== "first key") || id === undefined) return false;
    ids[depth === 1 ? "query" : "doc"] = id;
    return next("colon");
  };
  const word = (number: string, line: number): boolean => {
    if (expected !== "value" || depth !== 2) return false;
    target.entry({ line, queryId: ids.query, docId: ids.doc, number });
    return next("comma");
  };
  return {
    accepts({ kind, written, line }) {
      if (kind === "sign") return sign(written, line);
      return kind === "text" ? text(written) : word(written, line);
    },
    wanted: () => words[expected],
    isDone: () => expected === "end",
  };
}

function unquoted(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}
