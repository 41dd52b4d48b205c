import { stemmer } from "stemmer";
import { stopWords } from "./stop-words.ts";

/** Words (with inner apostrophes) and numbers (with inner points and commas: 3.5, 1,000). */
const token = /\p{N}+(?:[.,]\p{N}+)+|[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['’][\p{L}\p{N}\p{M}]+)*/gu;

/**
 * Terms of an English text: Unicode words and numbers, lower-cased, possessives and stop words
 * removed, stemmed with Porter's algorithm. Much the same as Lucene's EnglishAnalyzer.
 *
 * @param text Any text. Letters with accents are kept, written as one character (NFC).
 * @returns Terms in the order of the text, repeats kept.
 * @example
 * tokenizeEnglish("The runner's shoes, 3.5 mm"); // ["runner", "shoe", "3.5", "mm"]
 */
export function tokenizeEnglish(text: string): string[] {
  const terms: string[] = [];
  for (const [word] of text.normalize("NFC").toLowerCase().matchAll(token)) {
    const plain = word.replace(/['’]s$/, "");
    if (!stopWords.has(plain)) terms.push(stemmer(plain));
  }
  return terms;
}
