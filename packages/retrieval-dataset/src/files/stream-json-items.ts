import { fileBytes } from "./file-bytes.ts";
import { JsonItemScanner, type JsonItem } from "./json-item-scanner.ts";
import type { ProblemList } from "./problem-list.ts";

/** One value out of a JSON document, see {@link JsonItem}. */
export interface ParsedJsonItem extends Omit<JsonItem, "bytes"> {
  /** What stands there. */
  readonly value: unknown;
}

/**
 * The items of a JSON document, one at a time in memory. Values that are no JSON become problems;
 * a broken structure ends the document with one.
 *
 * @param root What the document must be.
 */
export async function* streamJsonItems(
  path: string,
  problems: ProblemList,
  root: "array" | "object" | "either",
): AsyncGenerator<ParsedJsonItem> {
  const scanner = new JsonItemScanner();
  let started = false;
  for await (const chunk of fileBytes(path)) {
    const withoutMark = started ? chunk : withoutByteOrderMark(chunk);
    started = true;
    const items = attempt(problems, () => {
      try {
        return scanner.push(withoutMark);
      } finally {
        // The wrong kind of document explains more than where it breaks.
        requireRoot(scanner, root);
      }
    });
    if (items === undefined) return;
    yield* parsedItems(items, problems);
  }
  attempt(problems, () => {
    scanner.end();
  });
}

function attempt<Result>(problems: ProblemList, run: () => Result): Result | undefined {
  try {
    return run();
  } catch (error) {
    problems.add("(JSON)", (error as Error).message);
    return undefined;
  }
}

function requireRoot(scanner: JsonItemScanner, root: "array" | "object" | "either"): void {
  if (scanner.isArray === undefined || root === "either") return;
  if (scanner.isArray && root === "object")
    throw new Error("expected a JSON object, got a JSON array.");
  if (!scanner.isArray && root === "array")
    throw new Error(
      "expected a JSON array, got a JSON object. For one JSON object a line, name the file .jsonl.",
    );
}

function* parsedItems(
  items: readonly JsonItem[],
  problems: ProblemList,
): Generator<ParsedJsonItem> {
  for (const { bytes, ...place } of items) {
    try {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      yield { ...place, value: JSON.parse(text) as unknown };
    } catch (error) {
      problems.add(placeOf(place), expectedJson(error));
    }
  }
}

/** How an item is named in a problem. */
export function placeOf({ section, key, index }: Omit<JsonItem, "bytes">): string {
  const item = key === null ? `item ${index}` : JSON.stringify(key);
  return section === null ? item : `"${section}" ${item}`;
}

function expectedJson(error: unknown): string {
  return error instanceof SyntaxError
    ? `expected JSON, got ${error.message}.`
    : "expected UTF-8 text, got other bytes.";
}

function withoutByteOrderMark(chunk: Buffer): Buffer {
  return chunk.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? chunk.subarray(3) : chunk;
}
