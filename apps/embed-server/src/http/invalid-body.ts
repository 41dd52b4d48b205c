import { EmbedServerError } from "../embed-server-error.ts";
import type { JsonSchema } from "./json-schema.ts";

/** What the validator says of a body, as far as it is used here. */
export interface ValidationProblem {
  /** Where, as a JSON pointer. */
  readonly instancePath: string;
  /** Which rule. */
  readonly keyword: string;
  /** The rule's own facts. */
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * The 400 for a body that does not fit its schema: what the field's description says was expected,
 * and the kind of what came, never the text itself.
 */
export function invalidBody(
  body: unknown,
  schema: JsonSchema,
  problems: readonly ValidationProblem[],
): EmbedServerError {
  const field = problems.map(fieldOf).find((name) => name !== undefined);
  if (field === undefined || !isObject(body)) {
    const message = `Expected a JSON object as the body, got ${kindOf(body)}.`;
    return new EmbedServerError("INVALID_REQUEST", message);
  }
  const expected = schema.properties?.[field]?.description ?? "what the API describes";
  const value = Object.hasOwn(body, field) ? body[field] : undefined;
  const message = `Expected "${field}" to be ${expected}, got ${kindInside(value, field, problems)}.`;
  return new EmbedServerError("INVALID_REQUEST", message, { field });
}

function fieldOf({ instancePath, keyword, params }: ValidationProblem): string | undefined {
  const first = instancePath.split("/")[1];
  if (first !== undefined) return first;
  return keyword === "required" ? String(params.missingProperty) : undefined;
}

/** Of a list with a wrong entry, that entry. */
function kindInside(value: unknown, field: string, problems: readonly ValidationProblem[]): string {
  if (!Array.isArray(value)) return kindOf(value);
  for (const { instancePath } of problems) {
    const index = new RegExp(`^/${field}/(\\d+)`, "u").exec(instancePath)?.[1];
    if (index !== undefined) return `${kindOf(value[Number(index)])} at index ${index}`;
  }
  return kindOf(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a value is, in words that do not repeat a text. */
function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "string") return value.trim() === "" ? "an empty text" : "a text";
  if (typeof value === "number") return `the number ${value}`;
  return typeof value === "boolean" ? String(value) : "an object";
}
