/** An object of an answer that has an id. */
export type JsonEntry = Readonly<Record<string, unknown>>;

/**
 * The objects with an id that an answer lists under a name. Talk and code fences around the JSON do
 * not matter; of a cut or broken answer the objects that came whole are found.
 */
export function jsonEntries(text: string, list: string): readonly JsonEntry[] {
  const whole = parseJson(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
  const listed = (whole as JsonEntry | null | undefined)?.[list];
  const found = Array.isArray(listed)
    ? (listed as unknown[])
    : [...text.matchAll(/\{[^{}]*\}/gu)].map(([object]) => parseJson(object));
  return found.filter(
    (entry): entry is JsonEntry => typeof entry === "object" && entry !== null && "id" in entry,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
