import { words } from "../pairs/words.ts";

/** Little words that are frequent in one language and rare in the others here. */
const LITTLE_WORDS: Readonly<Record<string, string>> = {
  en: "the and with for from this that your are you not have our all will can it is of",
  de: "der die das und mit für ist nicht ein eine von den auf im zum oder auch sie aus wird",
  fr: "le les des et avec pour est une dans sur pas du au vous votre ou qui ce cette aux",
  es: "el los las y con para es una del por que no se su al más como sin este esta",
  it: "il gli di e con per è una della che non si alla dei nel sono più questo anche lo",
  pt: "os as e com para é uma não da do que em mais dos ao sem seu sua você pelo",
  nl: "het een en met voor van is niet zijn op aan te dat deze ook bij uw naar door om",
  sv: "och med för är inte ett på av som till det har vid från eller också",
  da: "og med ikke på af som det har ved fra kan eller mere også være bliver",
  pl: "jest nie się dla lub oraz przez jak które ten przy został może tylko",
};

const SCRIPTS: Readonly<Record<string, RegExp>> = {
  ru: /\p{Script=Cyrillic}/gu,
  el: /\p{Script=Greek}/gu,
  ar: /\p{Script=Arabic}/gu,
  he: /\p{Script=Hebrew}/gu,
  hi: /\p{Script=Devanagari}/gu,
  th: /\p{Script=Thai}/gu,
  ko: /\p{Script=Hangul}/gu,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}]/gu,
  zh: /\p{Script=Han}/gu,
};

const languagesOf = new Map<string, readonly string[]>();
for (const [language, list] of Object.entries(LITTLE_WORDS))
  for (const word of list.split(" "))
    languagesOf.set(word, [...(languagesOf.get(word) ?? []), language]);

/** Little words needed to name a language; of the next one there may be half as many. */
const LEAST = 3;

/**
 * The language of a text, as a guess good enough to find what is foreign in a catalogue: by its
 * script where that tells (`ru` stands for all Cyrillic, `ar`, `hi` … likewise), else by little
 * words of ten European languages.
 *
 * @returns A two-letter code, or `null` when the text says too little: at least three little words
 *   are needed, and twice as many as of any other language.
 * @example
 * guessLanguage("Der Tisch ist aus Eiche und passt auf den Balkon."); // "de"
 * guessLanguage("Norwood kettle 1.7 l"); // null
 */
export function guessLanguage(text: string): string | null {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  for (const [language, script] of Object.entries(SCRIPTS))
    if ((text.match(script)?.length ?? 0) > letters * (language === "ja" ? 0.1 : 0.3))
      return language;
  const counts = new Map<string, number>();
  for (const word of words(text))
    for (const language of languagesOf.get(word) ?? [])
      counts.set(language, (counts.get(language) ?? 0) + 1);
  const [best, next] = [...counts].sort(([, a], [, b]) => b - a);
  if (best === undefined || best[1] < LEAST || best[1] < 2 * (next?.[1] ?? 0)) return null;
  return best[0];
}
