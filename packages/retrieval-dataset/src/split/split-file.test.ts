import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { NOUNS, pair, product, shop } from "../../test/shop.ts";
import { readRecords } from "../files/read-records.ts";
import { writeRecords } from "../files/write-records.ts";
import { readTrainingPairs } from "../pairs/read-training-pairs.ts";
import { findLeaks } from "./find-leaks.ts";
import { queryNeighbours } from "./query-neighbours.ts";
import { splitFile } from "./split-file.ts";
import { WordingSet } from "./wording-set.ts";

const folder = mkdtempSync(join(tmpdir(), "split-file-"));
afterAll(() => rmSync(folder, { recursive: true }));

let runs = 0;
async function split(
  rows: readonly object[],
  { ending = "jsonl", ...options }: { ending?: string; seed?: number; stratifyBy?: string } = {},
) {
  runs += 1;
  const input = join(folder, `${runs}.${ending}`);
  await writeRecords(input, rows);
  const report = await splitFile({ input, folder: join(folder, `${runs}`), ...options });
  const read = (part: "train" | "dev" | "test") => readTrainingPairs(report.files[part]);
  return { report, train: await read("train"), dev: await read("dev"), test: await read("test") };
}

type Sides = Awaited<ReturnType<typeof split>>;

function sideOf({ train, dev, test }: Sides): ReadonlyMap<string, string> {
  const sides = new Map<string, string>();
  for (const [side, pairs] of Object.entries({ train, dev, test }))
    for (const each of pairs) sides.set(each.product_id, side);
  return sides;
}

describe("a file that is split", () => {
  const { pairs } = shop(200);

  it.each(["jsonl", "json", "csv", "tsv.gz", "parquet"])(
    "goes to one part, record by record: %s",
    async (ending) => {
      const { report, train, dev, test } = await split(pairs, { ending });
      expect([...train, ...dev, ...test].map(({ query }) => query).sort()).toEqual(
        pairs.map(({ query }) => query).sort(),
      );
      expect(report).toMatchObject({ records: 800, products: 200, groups: 200, dropped: 0 });
      expect(report.written).toEqual({ train: train.length, dev: dev.length, test: test.length });
      expect(test.length / 800).toBeCloseTo(0.2, 1);
      expect(dev.length / 800).toBeCloseTo(0.1, 1);
    },
  );

  it("does not depend on the order of the file", async () => {
    const sides = sideOf(await split(pairs));
    expect(sideOf(await split(pairs.toReversed()))).toEqual(
      new Map(
        [...sides].sort(([a], [b]) => [...sides.keys()].indexOf(a) - [...sides.keys()].indexOf(b)),
      ),
    );
  });

  it("keeps the sides of the old products when it grows", async () => {
    const before = sideOf(await split(pairs));
    const after = sideOf(await split(shop(300).pairs));
    const moved = [...before].filter(([id, side]) => after.get(id) !== side);
    expect(moved.length).toBeLessThanOrEqual(4);
  });

  it("changes with the seed", async () => {
    expect(sideOf(await split(pairs, { seed: 7 }))).not.toEqual(sideOf(await split(pairs)));
  });

  it("gives every stratum its share, within half and twice", async () => {
    const labelled = pairs.map((each, at) => ({
      ...each,
      domain: NOUNS[Math.floor(at / 80)] ?? "",
    }));
    const { test } = await split(labelled);
    for (const [domain, rows] of Map.groupBy(test, (each) => each.domain))
      expect(rows.length / 80, domain).toBeGreaterThanOrEqual(0.1);
    expect(new Set(test.map(({ domain }) => domain)).size).toBe(10);
  });

  it("keeps near-duplicates together", async () => {
    const twins = Array.from({ length: 40 }, (_, at) => {
      const title = `Ridgeway Trailmaster waterproof hiking boot with grippy sole style${at} last${at}`;
      return [product(`a${at}`, `${title} red`), product(`b${at}`, `${title} blue`)];
    });
    const asked = twins.flat().map((each) => pair(`about ${each.id} query${each.id}`, each));
    const sides = sideOf(await split([...pairs, ...asked]));
    const apart = twins.filter(([a, b]) => sides.get(a?.id ?? "") !== sides.get(b?.id ?? ""));
    expect(apart).toEqual([]);
  });

  it("leaves out queries that are nearly judged ones, and has no leak", async () => {
    const gift = pairs
      .filter((_, at) => at % 4 === 0)
      .map((each) => ({ ...each, query: "Gift for dad" }));
    const { report, train, dev, test } = await split([...pairs, ...gift]);
    expect(report.dropped).toBeGreaterThan(0);
    expect(findLeaks({ train, dev, test, groups: new Map() })).toEqual([]);
  });

  it("has no leak in any shop", async () => {
    const word = fc.constantFrom(..."abcdefghijklmnop");
    const text = fc.array(word, { minLength: 1, maxLength: 7 }).map((words) => words.join(" "));
    const row = fc.record({ query: text, positive: text, product_id: fc.nat(30).map(String) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 60 }),
        fc.nat(),
        async (rows, seed) => {
          const sides = await split(rows, { seed }).catch((error: unknown) => {
            expect((error as { code: string }).code).toBe("TOO_FEW_GROUPS");
            return undefined;
          });
          if (sides === undefined) return;
          const { train, dev, test, report } = sides;
          expect(train.length + dev.length + test.length + report.dropped).toBe(rows.length);
          expect(findLeaks({ train, dev, test, groups: new Map() })).toEqual([]);
        },
      ),
      { seed: 42, numRuns: 20 },
    );
  });

  it("may hold products without queries", async () => {
    const input = join(folder, "products.jsonl");
    await writeRecords(input, shop(100).products);
    const { written, files } = await splitFile({ input, folder: join(folder, "products") });
    expect(written.train + written.dev + written.test).toBe(100);
    expect((await readRecords(files.test)).length).toBe(written.test);
  });

  it("that is broken leaves nothing behind", async () => {
    const input = join(folder, "broken.jsonl");
    const lines = pairs.map((each) => JSON.stringify(each));
    writeFileSync(input, [...lines, '{"query":"x"'].join("\n"));
    const target = join(folder, "broken");
    await expect(splitFile({ input, folder: target })).rejects.toMatchObject({
      code: "INVALID_FILE",
    });
    expect(existsSync(target)).toBe(false);
  });

  it("that cannot be written leaves nothing behind", async () => {
    const input = join(folder, "mixed.csv");
    const target = join(folder, "mixed");
    await writeRecords(input, pairs);
    writeFileSync(target, "a file where the folder should be");
    await expect(splitFile({ input, folder: target })).rejects.toMatchObject({
      code: "FILE_NOT_WRITABLE",
    });
    expect(readdirSync(folder).filter((name) => name.includes("partial"))).toEqual([]);
  });

  it("that is too small says so", async () => {
    await expect(split(shop(1).pairs)).rejects.toMatchObject({ code: "TOO_FEW_GROUPS" });
  });

  it.each([{ shares: { test: 1, dev: 0 } }, { threshold: 0 }, { threshold: Number.NaN }])(
    "refuses %o",
    async (options) => {
      await expect(splitFile({ input: "x.jsonl", folder: "y", ...options })).rejects.toThrow(
        RangeError,
      );
    },
  );
});

describe("a set of wordings", () => {
  it("finds exactly the near-same queries that comparing all finds", () => {
    const word = fc.constantFrom(..."abcdefghijklmnopqrstuv");
    const query = fc.uniqueArray(word, { minLength: 1, maxLength: 14 });
    // A second query made of the first, so that near ones are frequent.
    const changed = fc
      .tuple(query, fc.nat(3), fc.array(word, { maxLength: 3 }))
      .map(([words, cut, added]) => [words, [...words.slice(cut), ...added]] as const);
    fc.assert(
      fc.property(changed, ([first, second]) => {
        if (new Set([...first, ...second]).size > 14 || second.length === 0) return;
        const set = new WordingSet();
        set.add(first.join(" "));
        const { wordingOf, near } = queryNeighbours([first.join(" "), second.join(" ")]);
        const expected = near[wordingOf[0] ?? 0]?.has(wordingOf[1] ?? 0) ?? false;
        expect(set.hasNear(second.join(" "))).toBe(expected);
      }),
      { seed: 42, numRuns: 3000 },
    );
  });

  it("holds a hundred thousand queries", () => {
    const set = new WordingSet();
    for (let at = 0; at < 100_000; at += 1) set.add(`maker${at} desk model${at} oak size${at}`);
    expect(set.hasNear("Oak desk, maker77 model77 size77")).toBe(true);
    expect(set.hasNear("maker77 desk model77 oak")).toBe(true);
    expect(set.hasNear("maker77 desk model78 oak size77")).toBe(false);
  });
});
