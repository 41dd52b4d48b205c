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
  if (typeof value === "string" && value.trim() !== "") return value;
  throw new Error(`expected "${field}" to be a non-empty string, got ${quoteValue(value)}.`);
}

/** A field that must hold an id: text, or a whole number that becomes text. */
export function requiredId(record: RawRecord, field: string): string {
  const value = record[field];
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  if (typeof value === "string" && value.trim() !== "") return value.trim();
  throw new Error(
    `expected "${field}" to be a non-empty string or a whole number, got ${quoteValue(value)}.`,
  );
}

/** A field that may hold text; `null`, a missing field and blank text are all `null`. */
export function optionalText(record: RawRecord, field: string): string | null {
  const value = record[field];
  if (value === undefined || value === null) return null;
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return value.trim() === "" ? null : value;
  throw new Error(`expected "${field}" to be a string or null, got ${quoteValue(value)}.`);
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
    return labels.map((label) => label.trim()).filter((label) => label !== "");
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
