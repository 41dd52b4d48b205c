import type { CapturedResult } from "../live-capture.ts";

/** Where an answer keeps what; a name with dots leads into objects, as `hits.hits`. */
export interface ResponseFields {
  /** The list of results. @default results, data, items, or the answer itself */
  readonly results?: string;
  /** Id of a result. @default id, product_id, _id */
  readonly id?: string;
  /** Title of a result. @default title, name */
  readonly title?: string;
  /** Similarity of a result. @default score, similarity */
  readonly score?: string;
}

/** An answer's results, or in words why it has none that can be read. */
export type ReadResults = readonly CapturedResult[] | { readonly problem: string };

/** Reads the results of an answer, tolerant of names and of missing ids and scores. */
export function readResults(body: unknown, topK: number, fields: ResponseFields = {}): ReadResults {
  const list = findList(body, fields.results);
  if (list === undefined) return { problem: listProblem(body, fields.results) };
  const results: CapturedResult[] = [];
  for (const [index, item] of list.slice(0, topK).entries()) {
    const id = textAt(item, fields.id, ["id", "product_id", "_id"]);
    const title = textAt(item, fields.title, ["title", "name"]);
    if (id === null && title === null) return { problem: itemProblem(index, item, fields) };
    const score = numberAt(item, fields.score, ["score", "similarity"]);
    results.push({ rank: index + 1, id, title: title ?? "", score });
  }
  return results;
}

function findList(body: unknown, name: string | undefined): readonly unknown[] | undefined {
  const places = name === undefined ? ["results", "data", "items"] : [name];
  const found = places.map((place) => valueAt(body, place)).find((value) => Array.isArray(value));
  if (found !== undefined) return found as readonly unknown[];
  return name === undefined && Array.isArray(body) ? body : undefined;
}

function valueAt(value: unknown, path: string): unknown {
  let current = value;
  for (const key of path.split(".")) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key))
      return undefined;
    current = (current as Readonly<Record<string, unknown>>)[key];
  }
  return current;
}

function textAt(
  item: unknown,
  name: string | undefined,
  defaults: readonly string[],
): string | null {
  for (const place of name === undefined ? defaults : [name]) {
    const value = valueAt(item, place);
    if (typeof value === "string" && value !== "") return value;
    if (typeof value === "number") return String(value);
  }
  return null;
}

function numberAt(
  item: unknown,
  name: string | undefined,
  defaults: readonly string[],
): number | null {
  for (const place of name === undefined ? defaults : [name]) {
    const value = valueAt(item, place);
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (typeof number === "number" && Number.isFinite(number)) return number;
  }
  return null;
}

function listProblem(body: unknown, name: string | undefined): string {
  const place = name ?? "results, data or items";
  return `expected a list of results in ${place}, got ${shapeOf(body)}`;
}

function itemProblem(index: number, item: unknown, { id, title }: ResponseFields): string {
  const places = `${id ?? "id"} or ${title ?? "title"}`;
  return `expected result ${index + 1} to have ${places}, got ${shapeOf(item)}`;
}

function shapeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value !== "object") return typeof value === "string" ? "a text" : `a ${typeof value}`;
  const keys = Object.keys(value).slice(0, 10).join(", ");
  return keys === "" ? "an empty object" : `an object with ${keys.slice(0, 200)}`;
}
