import { EmbedServerError } from "../embed-server-error.ts";

/** The fields of a JSON request. */
export type RequestFields = Readonly<Record<string, unknown>>;

/** The request's body as an object, or 400. */
export function readObject(body: unknown): RequestFields {
  if (typeof body === "object" && body !== null && !Array.isArray(body)) {
    return body as RequestFields;
  }
  throw new EmbedServerError(
    "INVALID_REQUEST",
    `Expected a JSON object as the body, got ${kindOf(body)}.`,
  );
}

/** A field with text in it, blanks around it removed, or 400. */
export function readText(fields: RequestFields, field: string): string {
  const value = fields[field];
  if (typeof value === "string" && value.trim() !== "") return value.trim();
  throw invalidField(field, "a text that is not empty", value);
}

/** A field with a whole number in a range, its default when it is left out, or 400. */
export function readInteger(
  fields: RequestFields,
  field: string,
  range: { readonly min: number; readonly max: number; readonly fallback: number },
): number {
  const value = fields[field] ?? range.fallback;
  if (
    typeof value === "number" &&
    Number.isInteger(value) &&
    value >= range.min &&
    value <= range.max
  ) {
    return value;
  }
  throw invalidField(field, `an integer from ${range.min} to ${range.max}`, value);
}

/** A field with one of a few words, its default when it is left out, or 400. */
export function readChoice<T extends string>(
  fields: RequestFields,
  field: string,
  choices: readonly [fallback: T, ...others: T[]],
): T {
  const value = fields[field] ?? choices[0];
  const choice = choices.find((one) => one === value);
  if (choice !== undefined) return choice;
  throw invalidField(field, choices.map((one) => `"${one}"`).join(" or "), value);
}

/** The 400 for a field; says the kind of what came, never the text itself. */
export function invalidField(field: string, expected: string, value: unknown): EmbedServerError {
  return new EmbedServerError(
    "INVALID_REQUEST",
    `Expected "${field}" to be ${expected}, got ${kindOf(value)}.`,
    { field },
  );
}

/** What a value is, in words that do not repeat a text. */
export function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "string") return value.trim() === "" ? "an empty text" : "a text";
  if (typeof value === "number") return `the number ${value}`;
  return typeof value === "boolean" ? String(value) : "an object";
}
