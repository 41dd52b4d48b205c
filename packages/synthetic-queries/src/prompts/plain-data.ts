/** Characters of each field of a product that a model is shown at most. */
export const LONGEST = { title: 300, description: 2000, category: 200, example: 120 } as const;

/**
 * Text of a catalogue as one harmless line: without tags, angle brackets and control characters,
 * cut at a number of characters, never within one.
 *
 * @returns "(none)" when nothing is left.
 * @example
 * plainData("<b>Oak</b>\ndesk", 300); // "Oak desk"
 */
export function plainData(text: string, longest: number): string {
  const plain = text
    .slice(0, longest * 4)
    .replace(/<[^<>]*>/gu, " ")
    .replace(/[<>]/gu, " ")
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim();
  if (plain === "") return "(none)";
  const cut = plain.length > longest ? `${plain.slice(0, longest)}…` : plain;
  return cut.replace(/\p{Cs}/gu, "");
}
