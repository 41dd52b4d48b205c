/** The part of JSON Schema that requests and answers are described with. */
export interface JsonSchema {
  /** Kind, or kinds. */
  readonly type?: string | readonly string[];
  /** What it is, as a noun: it is also what a message says was expected. */
  readonly description?: string;
  /** Fields of an object. */
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  /** Fields that must be there. */
  readonly required?: readonly string[];
  /** What a list holds. */
  readonly items?: JsonSchema;
  /** Fewest entries of a list. */
  readonly minItems?: number;
  /** Regular expression that a text must match somewhere. */
  readonly pattern?: string;
  /** Longest text. */
  readonly maxLength?: number;
  /** Values that it may have. */
  readonly enum?: readonly unknown[];
  /** Lowest number. */
  readonly minimum?: number;
  /** Highest number. */
  readonly maximum?: number;
  /** One of several kinds. */
  readonly anyOf?: readonly JsonSchema[];
  /** Value of a field that is left out. */
  readonly default?: unknown;
  /** Whether, or which, other fields may be there. */
  readonly additionalProperties?: boolean | JsonSchema;
}

/** A text with something other than blanks in it. */
export const filledText: JsonSchema = {
  type: "string",
  pattern: "\\S",
  description: "a text that is not empty",
};

/** One of a few words; null counts as left out. */
export function choice(...values: readonly [fallback: string, ...others: string[]]): JsonSchema {
  return {
    enum: [...values, null],
    default: values[0],
    description: values.map((value) => `"${value}"`).join(" or "),
  };
}

/** A whole number in a range; null counts as left out. */
export function integer(min: number, max: number, fallback?: number): JsonSchema {
  return {
    type: ["integer", "null"],
    minimum: min,
    maximum: max,
    description: `an integer from ${min} to ${max}`,
    ...(fallback === undefined ? {} : { default: fallback }),
  };
}

/** An object with these fields; those of an answer are all there unless named as optional. */
export function object(
  properties: Readonly<Record<string, JsonSchema>>,
  optional: readonly string[] = [],
): JsonSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, required };
}
