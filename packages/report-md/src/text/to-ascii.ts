/** Signs of our own tables and what stands for each; all of them are one column wide. */
const signs: Readonly<Record<string, string>> = {
  ...of("─═", "-"),
  ...of("│║", "|"),
  ...of("┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝", "+"),
  ...of("–—−", "-"),
  ...of("…", "~"),
  ...of("★", "*"),
  ...of("✓", "v"),
  ...of("→▶", ">"),
  ...of("←", "<"),
  ...of("×", "x"),
  ...of("·", "."),
};

function of(characters: string, sign: string): Record<string, string> {
  return Object.fromEntries([...characters].map((character) => [character, sign]));
}

const known = new RegExp(`[${Object.keys(signs).join("")}]`, "gu");

/**
 * Lines of the terminal with ASCII for frames, dashes, arrows and marks, column for column: for
 * terminals and logs that show nothing else. Letters of titles and queries stay as they are.
 *
 * @param text Lines, as the tables of this package give them.
 * @returns The same lines, equally wide.
 * @example
 * toAscii("┌──┐ ★ 5…"); // "+--+ * 5~"
 */
export function toAscii(text: string): string {
  return text.replace(known, (sign) => signs[sign] ?? sign);
}
