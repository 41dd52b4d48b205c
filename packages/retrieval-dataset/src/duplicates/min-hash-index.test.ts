import { describe, expect, it } from "vitest";
import { unitHash } from "../split/unit-hash.ts";
import { MinHashIndex } from "./min-hash-index.ts";
import { jaccard, equalWeight, rarity, wordSets } from "./word-sets.ts";

const pick = (seed: string, count: number): number => Math.floor(unitHash(1, "pick", seed) * count);

/** 600 texts of 12 words; every third is a copy of another with up to four words changed. */
const texts: string[][] = [];
for (let text = 0; text < 600; text += 1) {
  const source = texts[pick(`source ${text}`, Math.max(1, text))];
  const copy = text % 3 === 2 && source !== undefined;
  const fresh = Array.from({ length: 12 }, (_, at) => `w${pick(`${text} ${at}`, 900)}`);
  const changed = pick(`changed ${text}`, 5);
  texts.push(copy ? source.map((word, at) => (at < changed ? (fresh[at] ?? "") : word)) : fresh);
}

describe.each([
  ["equal weights", equalWeight],
  ["rare words counting more", rarity],
])("MinHash with %s, against comparing all with all", (_name, weigh) => {
  const sets = wordSets(texts, weigh);
  const frequencies = new Map<string, number>();
  for (const text of texts)
    for (const word of new Set(text)) frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
  const index = new MinHashIndex((word) => weigh(frequencies.get(word) ?? 0, texts.length));
  for (const text of texts) index.add(text.join(" "));
  const truth: { readonly pair: readonly [number, number]; readonly similarity: number }[] = [];
  for (let a = 0; a < texts.length; a += 1)
    for (let b = a + 1; b < texts.length; b += 1) {
      const similarity = jaccard(sets, a, b);
      if (similarity > 0.2) truth.push({ pair: [a, b], similarity });
    }
  const joined = index.join(0.8);
  const together = ([a, b]: readonly [number, number]) => joined.find(a) === joined.find(b);

  it("estimates the similarity to ±0.06 on average", () => {
    expect(truth.length).toBeGreaterThan(100);
    const errors = truth.map(({ pair, similarity }) =>
      Math.abs(index.similarity(...pair) - similarity),
    );
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(0.06);
  });

  it("finds at least 97 % of the near-duplicates", () => {
    const near = truth.filter(({ similarity }) => similarity >= 0.8);
    expect(near.length).toBeGreaterThan(50);
    expect(near.filter(({ pair }) => together(pair)).length / near.length).toBeGreaterThan(0.97);
  });

  it("joins nothing that has little in common with anything in its set", () => {
    const near = new Set(
      truth.filter(({ similarity }) => similarity >= 0.55).flatMap(({ pair }) => pair),
    );
    const strangers = [...texts.keys()].filter((text) => !near.has(text) && joined.size(text) > 1);
    expect(strangers).toEqual([]);
  });
});

it("texts without words are nobody's duplicates", () => {
  const index = new MinHashIndex();
  for (const text of ["", "!!", "", "a"]) index.add(text);
  const sets = index.join(0.5);
  expect([0, 1, 2, 3].map((text) => sets.size(text))).toEqual([1, 1, 1, 1]);
});
