import { stemmer } from "stemmer";
import { stopWords } from "./stop-words.ts";

/** Words (with inner apostrophes) and numbers (with inner points and commas: 3.5, 1,000). */
const token = /\p{N}+(?:[.,]\p{N}+)+|[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['’][\p{L}\p{N}\p{M}]+)*/gu;

/** Scripts whose words are not told apart by blanks, or hardly (Hangul: particles are joined to words). */
const UNSPACED =
  "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}ー\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}";
const unspaced = new RegExp(`[${UNSPACED}]`, "u");
const runs = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu");

/**
 * Terms of an English text: Unicode words and numbers, lower-cased, possessives and stop words
 * removed, stemmed with Porter's algorithm. Much the same as Lucene's EnglishAnalyzer. Scripts without
 * blanks between words (Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese) become overlapping pairs of
 * characters, as in Lucene's CJKBigramFilter.
 *
 * @param text Any text. Letters with accents are kept, written as one character (NFC).
 * @returns Terms in the order of the text, repeats kept.
 * @example
 * tokenizeEnglish("The runner's shoes, 3.5 mm"); // ["runner", "shoe", "3.5", "mm"]
 * tokenizeEnglish("红色高跟鞋 iPhone手机"); // ["红色", "色高", "高跟", "跟鞋", "iphon", "手机"]
 */
export function tokenizeEnglish(text: string): string[] {
  const terms: string[] = [];
  for (const [word] of text.normalize("NFC").toLowerCase().matchAll(token)) {
    if (unspaced.test(word)) terms.push(...termsOfMixed(word));
    else addEnglish(terms, word);
  }
  return terms;
}

function addEnglish(terms: string[], word: string): void {
  const plain = word.replace(/['’]s$/, "");
  if (!stopWords.has(plain)) terms.push(stemmer(plain));
}

function termsOfMixed(word: string): string[] {
  const terms: string[] = [];
  for (const [run] of word.matchAll(runs)) {
    if (unspaced.test(run)) terms.push(...pairsOfCharacters(run));
    else addEnglish(terms, run);
  }
  return terms;
}

function pairsOfCharacters(run: string): string[] {
  const characters = [...run];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, at) => `${characters[at] ?? ""}${character}`);
}
