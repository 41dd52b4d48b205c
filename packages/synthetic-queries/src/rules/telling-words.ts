import type { ProductForQueries } from "../providers/query-provider.ts";
import { words } from "../head/title-words.ts";

/** Share of the products from which a word is too common to tell one from another. */
const tooCommon = 0.2;
const fewestLetters = 4;

/** Words of any text, which a small catalogue may seem to lack. */
const ANY_TEXT = new Set(
  (
    "about above after again also although always another around away because been before behind being below " +
    "best better between both cannot comes could does doing done down during each either enough even ever every " +
    "from further gets give gives good great have having here into itself just keep keeps know less like made make " +
    "makes many more most much must need needs never nothing often once only onto other others over please quite " +
    "rather really same should since some something soon still such takes than that their them then there these " +
    "they thing things this those though through together under until upon used using very want well were what " +
    "when where whether which while whom whose will with within without would your yours yourself"
  ).split(" "),
);

/** The words that tell a product of a catalogue from the others. */
export class TellingWords {
  readonly #products = new Map<string, number>();
  readonly #count: number;

  constructor(products: readonly ProductForQueries[]) {
    this.#count = products.length;
    for (const { title, description } of products)
      for (const word of new Set(words(`${title} ${description ?? ""}`)))
        this.#products.set(word, (this.#products.get(word) ?? 0) + 1);
  }

  /**
   * The words of a text without numbers, short and common ones, each once: those first that few
   * products have but not this one alone (nobody would think of them), then as they come.
   */
  of(text: string): readonly string[] {
    const most = Math.max(2, this.#count * tooCommon);
    const all = [...new Set(words(text))].filter(
      (word) =>
        word.length >= fewestLetters &&
        !/\d/u.test(word) &&
        !ANY_TEXT.has(word) &&
        this.#in(word) <= most,
    );
    return all.toSorted((a, b) => this.#rarity(a) - this.#rarity(b));
  }

  #in(word: string): number {
    return this.#products.get(word) ?? 1;
  }

  #rarity(word: string): number {
    const products = this.#in(word);
    return products === 1 ? Infinity : products;
  }
}
