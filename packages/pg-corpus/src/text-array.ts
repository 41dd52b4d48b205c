const element = /"((?:[^"\\]|\\.)*)"|([^,{}]+)/gsu;

/** Parses a one-dimensional PostgreSQL array literal such as `{a,"b c",NULL}`. */
export function parseTextArray(literal: string): (string | null)[] {
  const items: (string | null)[] = [];
  const body = literal.slice(literal.indexOf("{")); // "[2:3]={a,b}" has its bounds first
  for (const [, quoted, plain] of body.matchAll(element)) {
    if (quoted !== undefined) items.push(quoted.replaceAll(/\\(.)/gsu, "$1"));
    else items.push(plain === undefined || plain === "NULL" ? null : plain);
  }
  return items;
}

/** Writes a one-dimensional PostgreSQL array literal, every element quoted. */
export function formatTextArray<T>(
  items: readonly T[],
  toText: (item: T) => string | null,
): string {
  const parts = items.map((item) => {
    const text = toText(item);
    return text === null ? "NULL" : `"${text.replaceAll(/["\\]/gu, "\\$&")}"`;
  });
  return `{${parts.join(",")}}`;
}
