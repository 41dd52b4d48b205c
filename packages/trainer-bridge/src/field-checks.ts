/** Says whether a value of the wire is of a kind. */
export interface FieldCheck {
  /** The kind, as a message names it. */
  readonly expected: string;
  /** Whether the value is of the kind. */
  readonly accepts: (value: unknown) => boolean;
}

/** The checks of an object's known fields; other fields are let through. */
export type FieldChecks = Readonly<Record<string, FieldCheck>>;

/** A string. */
export const text: FieldCheck = {
  expected: "a string",
  accepts: (value) => typeof value === "string",
};

/** True or false. */
export const flag: FieldCheck = {
  expected: "true or false",
  accepts: (value) => typeof value === "boolean",
};

/** A number; JSON has no NaN. */
export const quantity: FieldCheck = {
  expected: "a number",
  accepts: (value) => typeof value === "number",
};

/** An integer of 0 or more. */
export const count: FieldCheck = {
  expected: "an integer of 0 or more",
  accepts: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
};

/** A JSON object. */
export const record: FieldCheck = { expected: "an object", accepts: isRecord };

/** Whatever there is. */
export const anything: FieldCheck = {
  expected: "a value",
  accepts: (value) => value !== undefined,
};

/** Whether the value is a JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The kind, or no such field. */
export function optional(check: FieldCheck): FieldCheck {
  return {
    expected: `${check.expected} or nothing`,
    accepts: (value) => value === undefined || check.accepts(value),
  };
}

/** The kind, or null. */
export function nullable(check: FieldCheck): FieldCheck {
  return {
    expected: `${check.expected} or null`,
    accepts: (value) => value === null || check.accepts(value),
  };
}

/** A list of the kind. */
export function listOf(check: FieldCheck): FieldCheck {
  return {
    expected: `a list of ${check.expected}`,
    accepts: (value) => Array.isArray(value) && value.every(check.accepts),
  };
}

/** An object whose values are of the kind. */
export function mapOf(check: FieldCheck): FieldCheck {
  return {
    expected: `an object of ${check.expected}`,
    accepts: (value) => isRecord(value) && Object.values(value).every(check.accepts),
  };
}

/** An object with such fields. */
export function objectWith(checks: FieldChecks): FieldCheck {
  return {
    expected: `an object with ${Object.keys(checks).join(", ")}`,
    accepts: (value) => isRecord(value) && firstProblem(value, checks) === undefined,
  };
}

/** The first field that is not as it has to be, as half a sentence; undefined when all are. */
export function firstProblem(
  value: Readonly<Record<string, unknown>>,
  checks: FieldChecks,
): string | undefined {
  for (const [field, check] of Object.entries(checks)) {
    if (check.accepts(value[field])) continue;
    const came = field in value ? cut(JSON.stringify(value[field])) : "nothing";
    return `expected "${field}" to be ${check.expected}, got ${came}`;
  }
  return undefined;
}

/** The text, at most 200 characters of it. */
export function cut(quoted: string): string {
  return quoted.length <= 200 ? quoted : `${quoted.slice(0, 200)}…`;
}
