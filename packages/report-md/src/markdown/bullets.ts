/** A list of `- **Label:** value` lines; lines whose value is undefined are left out. */
export function labelledBullets(
  entries: readonly (readonly [label: string, value: string | undefined])[],
): string {
  return entries
    .flatMap(([label, value]) => (value === undefined ? [] : [`- **${label}:** ${value}`]))
    .join("\n");
}

/** A list of `- line` lines. */
export function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

/** A value put into words, or undefined where there is none. */
export function given<T>(value: T | undefined, words: (value: T) => string): string | undefined {
  return value === undefined ? undefined : words(value);
}

/** Parts that are there, joined. */
export function joined(parts: readonly (string | undefined)[], separator = ", "): string {
  return parts.filter((part) => part !== undefined).join(separator);
}

/** `name 12, other 3` from counts by name; names are text of others. */
export function counted(
  counts: Readonly<Record<string, number>>,
  name: (text: string) => string,
  format: (count: number) => string,
): string {
  const entries = Object.entries(counts).filter(([, count]) => count > 0);
  return entries.map(([key, count]) => `${name(key)} ${format(count)}`).join(", ");
}
