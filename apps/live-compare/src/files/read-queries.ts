import { readFile } from "node:fs/promises";
import { LiveCompareError } from "../live-compare-error.ts";

/** One entry of a file: the query, or in words what is wrong with it. */
type Entry = { readonly query: string } | { readonly problem: string };

/** Problems that are shown; the rest is counted. */
const shownProblems = 20;

/**
 * Queries from a file: plain text with one a line, `.json` with a list, or `.jsonl` with one value a
 * line; a value is a text or an object with `query` or `text`. Empty lines and repeats are left out.
 *
 * @throws {LiveCompareError} `QUERIES_INVALID`, with all problems of the file.
 * @example
 * await readQueries("queries.txt"); // ["rain jacket", "desk lamp"]
 */
export async function readQueries(path: string): Promise<readonly string[]> {
  const text = await readText(path);
  const entries = path.endsWith(".json")
    ? fromJson(text)
    : fromLines(text, path.endsWith(".jsonl"));
  const problems = entries.flatMap((entry) => ("problem" in entry ? [entry.problem] : []));
  if (problems.length > 0) throw invalid(path, problems);
  const queries = entries.flatMap((entry) => ("query" in entry ? [entry.query] : []));
  if (queries.length === 0) throw invalid(path, ["expected 1 query or more, got 0"]);
  return [...new Set(queries)];
}

async function readText(path: string): Promise<string> {
  try {
    return (await readFile(path, "utf8")).replace(/^\uFEFF/u, "");
  } catch (cause) {
    const missing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    throw invalid(path, [`expected a file, got ${missing ? "none" : String(cause)}`], cause);
  }
}

function fromJson(text: string): readonly Entry[] {
  const value = parse(text);
  if (Array.isArray(value)) return value.map((item, index) => toEntry(item, `entry ${index + 1}`));
  return [
    { problem: `expected a JSON list, got ${value === undefined ? "no JSON" : "another value"}` },
  ];
}

function fromLines(text: string, json: boolean): readonly Entry[] {
  return text.split(/\r?\n/u).flatMap((line, index) => {
    const trimmed = line.trim();
    if (trimmed === "") return [];
    return [json ? toEntry(parse(trimmed), `line ${index + 1}`) : { query: trimmed }];
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toEntry(value: unknown, place: string): Entry {
  const { query, text } = (typeof value === "object" && value !== null ? value : {}) as Record<
    "query" | "text",
    unknown
  >;
  const found = [value, query, text].find((one) => typeof one === "string");
  if (found !== undefined && found.trim() !== "") return { query: found.trim() };
  return { problem: `${place}: expected a text or an object with "query" or "text"` };
}

function invalid(path: string, problems: readonly string[], cause?: unknown): LiveCompareError {
  const shown = problems.slice(0, shownProblems).join("; ");
  const rest =
    problems.length > shownProblems ? `; and ${problems.length - shownProblems} more` : "";
  return new LiveCompareError("QUERIES_INVALID", `${path}: ${shown}${rest}.`, {
    hint: "Give --queries a text file with one query a line, or JSON or JSONL.",
    details: { path, problems: problems.length },
    cause,
  });
}
