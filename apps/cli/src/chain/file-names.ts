/** Files that are named in a message; the others are counted. */
const mostNamed = 4;

/**
 * A list of files for a message.
 *
 * @example
 * fileNames(["a", "b", "c", "d", "e", "f"]); // "a, b, c, d and 2 more"
 */
export function fileNames(files: readonly string[]): string {
  const left = files.length - mostNamed;
  const named = files.slice(0, mostNamed).join(", ");
  return left > 0 ? `${named} and ${left} more` : named;
}
