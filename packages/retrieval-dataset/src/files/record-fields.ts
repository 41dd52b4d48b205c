import { quoteValue } from "./problem-list.ts";

/** A record whose fields are not checked yet. */
export type RawRecord = Readonly<Record<string, unknown>>;

/** The value as a record, or an error that says what came instead. */
export function expectRecord(value: unknown): RawRecord {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as RawRecord;
  throw new Error(`expected an object, got ${quoteValue(value)}.`);
}

/** A field that must hold text. */
export function requiredText(record: RawRecord, field: string): string {
  const value = record[field];
  if (typeof value === "string" && value.trim() !== "") return clean(value, field);
  throw new Error(`expected "${field}" to be a non-empty string, got ${quoteValue(value)}.`);
}

/** A field that must hold an id: text, or a whole number that becomes text. */
export function requiredId(record: RawRecord, field: string): string {
  const value = record[field];
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  if (typeof value === "string" && value.trim() !== "") return lineless(value.trim(), field);
  throw new Error(
    `expected "${field}" to be a non-empty string or a whole number, got ${quoteValue(value)}.`,
  );
}

/** A field that may hold text; `null`, a missing field and blank text are all `null`. */
export function optionalText(record: RawRecord, field: string): string | null {
  const value = record[field];
  if (value === undefined || value === null) return null;
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return value.trim() === "" ? null : clean(value, field);
  throw new Error(`expected "${field}" to be a string or null, got ${quoteValue(value)}.`);
}

/** A field that must hold a finite number, as a number or, as tables have it, as text. */
export function requiredNumber(record: RawRecord, field: string): number {
  const value = record[field];
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number === "number" && Number.isFinite(number)) return number;
  throw new Error(`expected "${field}" to be a finite number, got ${quoteValue(value)}.`);
}

/** A field that may hold a weight in (0, 1]; a missing one and an empty cell are `null`. */
export function optionalWeight(record: RawRecord, field: string): number | null {
  const value = record[field];
  if (value === undefined || value === null || value === "") return null;
  const weight = requiredNumber(record, field);
  if (weight > 0 && weight <= 1) return weight;
  throw new Error(`expected "${field}" above 0 and up to 1, got ${weight}.`);
}

/** A field that must hold a list of texts, possibly an empty one. */
export function textList(record: RawRecord, field: string): readonly string[] {
  const value = record[field];
  if (Array.isArray(value) && value.every((text) => typeof text === "string" && text.trim() !== ""))
    return value.map((text) => clean(text as string, field));
  throw new Error(
    `expected "${field}" to be an array of non-empty strings, got ${quoteValue(value)}.`,
  );
}

/** Text that every database and UTF-8 file can hold. */
function clean(text: string, field: string): string {
  if (text.includes("\0"))
    throw new Error(`expected "${field}" without NUL characters, got ${quoteValue(text)}.`);
  if (!text.isWellFormed())
    throw new Error(
      `expected "${field}" to be well-formed Unicode, got half of a surrogate pair in ${quoteValue(text)}.`,
    );
  return text;
}

/** An id that tab-separated files can hold. */
function lineless(id: string, field: string): string {
  if (/[\t\r\n]/u.test(id))
    throw new Error(`expected "${field}" without tabs and line ends, got ${quoteValue(id)}.`);
  return clean(id, field);
}

/**
 * A field that holds a list of labels: an array of strings, or text in one of the forms that
 * tables use: `["a","b"]`, `{a,b}`, `a|b`, `a;b`.
 */
export function labelList(record: RawRecord, field: string): readonly string[] {
  const value = record[field];
  if (value === undefined || value === null) return [];
  const labels = typeof value === "string" ? splitLabels(value) : value;
  if (Array.isArray(labels) && labels.every((label) => typeof label === "string"))
    return labels.map((label) => clean(label.trim(), field)).filter((label) => label !== "");
  throw new Error(`expected "${field}" to be an array of strings, got ${quoteValue(value)}.`);
}

function splitLabels(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed.startsWith("[")) return parseLabels(trimmed);
  if (trimmed.startsWith("{") && trimmed.endsWith("}"))
    return (trimmed.slice(1, -1).match(/"(?:[^"\\]|\\.)*"|[^,]+/gu) ?? []).map(unquoteLabel);
  return trimmed.split(/[|;]/u);
}

function parseLabels(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unquoteLabel(label: string): string {
  return label.startsWith('"') ? label.slice(1, -1).replace(/\\(.)/gu, "$1") : label;
}
