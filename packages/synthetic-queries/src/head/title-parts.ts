import { words } from "./title-words.ts";

/** Words that end a title without being the thing: units, sizes, colours, stuffs, words of shops. */
const NOT_THE_THING = new Set(
  [
    "oz fl ml cm mm inch inches ft qt lb lbs pack set pair piece pieces count size small medium large xl xxl",
    "black white red blue green pink grey gray brown beige silver gold purple yellow orange navy multicolor",
    "color colors colour colours assorted multi stainless steel chrome nickel bronze leather cotton wood plastic",
    "new used refurbished sealed certified free shipping bundle value edition version style type finish compatible",
  ]
    .join(" ")
    .split(" "),
);

/** Little words and units: what has one is a piece of a sentence or of a size, no name of a thing. */
const LITTLE = new Set(
  "a an and at by de for from in la le of on or the to with w oz fl ml cm mm inch inches cu ft qt lb lbs".split(
    " ",
  ),
);

/**
 * Parts of a title between commas and dashes, up to what they are for, nothing in brackets, each
 * cut after the last word that may name a thing; in lower case.
 */
export function titleParts(title: string): readonly (readonly string[])[] {
  return title
    .replace(/\([^()]*\)|\[[^[\]]*\]/gu, ",")
    .split(/[,;:|–—]|\s[-/]\s/u)
    .map((part) => part.split(/\s(?:with|for|by|in|w)[\s/]/iu)[0] ?? "")
    .map(words)
    .map((list) => list.slice(0, list.findLastIndex(mayEnd) + 1));
}

/** Whether a word is a little one. */
export function isLittleWord(word: string): boolean {
  return LITTLE.has(word);
}

function mayEnd(word: string): boolean {
  return !NOT_THE_THING.has(word) && !/\d|['’]s$/u.test(word);
}
