// Scripts written without spaces between words: each character counts as a word.
const SPACELESS = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}";
const WORD = new RegExp(`[${SPACELESS}]|(?:(?![${SPACELESS}])[\\p{L}\\p{M}\\p{N}])+`, "gu");

/** The words of a text in order: lower case, letters and digits only. */
export function words(text: string): readonly string[] {
  return text.normalize("NFKC").toLowerCase().match(WORD) ?? [];
}

const RUN = new RegExp(`[${SPACELESS}]+|(?:(?![${SPACELESS}])[\\p{L}\\p{M}\\p{N}])+`, "gu");
const SPACELESS_RUN = new RegExp(`^[${SPACELESS}]`, "u");

const EMPTY_WORDS = new Set(
  "a an and are as at by for from in is it its my of on or some someone something that the this to with your".split(
    " ",
  ),
);

/**
 * What two near-same queries have in common: their words without order, repeats, plural endings
 * and little words. A query of little words only keeps them. In scripts without blanks pairs of
 * characters count as words: one character of a colour's name is no small difference.
 */
export function queryWords(text: string): readonly string[] {
  const runs = text.normalize("NFKC").toLowerCase().match(RUN) ?? [];
  const all = runs.flatMap((run) => (SPACELESS_RUN.test(run) ? pairsOf(run) : [singular(run)]));
  const telling = all.filter((word) => !EMPTY_WORDS.has(word));
  return [...new Set(telling.length > 0 ? telling : all)].sort();
}

function pairsOf(run: string): readonly string[] {
  const characters = [...run];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, at) => `${characters[at] ?? ""}${character}`);
}

function singular(word: string): string {
  return word.length > 3 && /[^su]s$/u.test(word) ? word.slice(0, -1) : word;
}
