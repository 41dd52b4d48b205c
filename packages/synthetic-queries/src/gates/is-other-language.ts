import { franc } from "franc";

/** Below this many letters the language of a text cannot be told. */
const FEWEST_LETTERS = 20;
/** Little words that only sentences of a language have, without those that others have too. */
const LITTLE_WORDS = new Map([
  ["eng", words("the and with for your of my that which to")],
  ["deu", words("für mit und der das ein eine einen meine meinen zum zur von auf ohne nicht")],
  ["fra", words("pour avec une les des mon mes sans dans qui aux sur du")],
  ["spa", words("para con una los las mis sin por del que mi el")],
  ["ita", words("per con una gli della del mio mia senza che nel")],
  ["por", words("para com uma os das dos meu minha sem que no")],
  ["nld", words("voor met een het van mijn zonder en op")],
]);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}

/**
 * Whether a query is surely in another language: mostly in another script than Latin for a language
 * of that script, or with two little words of another language, by which it reads as that language
 * altogether, and none of the shop's own. In doubt it is not: brands and short queries look like
 * anything. Languages other than English, German, French, Spanish, Italian, Portuguese and Dutch are
 * told by their script only.
 *
 * @param language ISO 639-3 code.
 * @example
 * isOtherLanguage("ein warmes geschenk für meine großmutter", "eng"); // true
 * isOtherLanguage("le creuset dutch oven", "eng"); // false
 */
export function isOtherLanguage(text: string, language: string): boolean {
  const own = LITTLE_WORDS.get(language);
  if (own === undefined) return false;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (letters >= 3 && latin < letters / 2) return true;
  if (letters < FEWEST_LETTERS) return false;
  const found = new Set(text.toLowerCase().match(/\p{L}+/gu));
  if ([...found].some((word) => own.has(word))) return false;
  const closest = franc(text, { only: [...LITTLE_WORDS.keys()], minLength: 10 });
  const little = LITTLE_WORDS.get(closest);
  return (
    closest !== language && [...found].filter((word) => little?.has(word) === true).length >= 2
  );
}
