import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  createCorpusTable,
  PgCorpusError,
  quoteIdentifier,
  searchFullText,
  streamProducts,
  upsertProducts,
} from "../../src/index.ts";
import type { Place } from "./place.ts";
import { all, freshTable, product } from "./place.ts";

const pieces = fc.constantFrom(
  ...['"', "'", ".", ";", "--", "/*", "\\", "$1", "$$", "%s", "{}", "\0", "\uD800", "\n", " "],
  ...["é", "日本", "😀", "İ", "x".repeat(40), "SELECT", "DROP TABLE canary", "id", "NULL", "TRUE"],
);
const hostile = fc.array(pieces, { minLength: 0, maxLength: 4 }).map((parts) => parts.join(""));

/** Whether PostgreSQL can keep a name as it is. */
function isName(text: string): boolean {
  const bytes = Buffer.byteLength(text);
  return text.isWellFormed() && !text.includes("\0") && bytes >= 1 && bytes <= 63;
}

/** Names and values as an attacker, or a spreadsheet, would choose them. */
export function hostileNamesContract({ db, runs }: Place): void {
  describe("hostile names and values", () => {
    const schema = freshTable().schema;
    const canary = `"${schema}".canary`;
    beforeAll(async () => {
      await db().query(`CREATE SCHEMA "${schema}"`);
      await db().query(`CREATE TABLE ${canary} AS SELECT 'sings' AS song`);
    });

    it("work as they are or are refused, and touch nothing else", async () => {
      let [worked, refused] = [0, 0];
      await fc.assert(
        fc.asyncProperty(hostile, hostile, hostile, async (table, column, value) => {
          const names = { schema, table, columns: { title: column } };
          try {
            await createCorpusTable(db(), { table: names, dimensions: 2 });
            await upsertProducts(db(), [product("1", { title: value })], { table: names });
            const read = streamProducts(db(), { table: names, requireEmbedding: false });
            expect((await all(read)).map(({ title }) => title)).toEqual([value]);
            await searchFullText(db(), { table: names, text: value });
            worked += 1;
          } catch (error) {
            expect(error).toBeInstanceOf(PgCorpusError);
            const { code } = error as PgCorpusError;
            expect(code).toBe(expectedCode(table, column, value));
            refused += 1;
          }
          if (isName(table) && table !== "canary")
            await db().query(`DROP TABLE IF EXISTS "${schema}".${quoteIdentifier(table)}`);
        }),
        { numRuns: runs > 100 ? 1000 : 2 * runs, seed: 17 },
      );
      expect(await db().query(`SELECT song FROM ${canary}`)).toMatchObject([{ song: "sings" }]);
      expect(worked).toBeGreaterThan(runs / 4);
      expect(refused).toBeGreaterThan(runs / 4);
    });
  });
}

const taken = ["id", "description", "category", "tags", "status"];

function expectedCode(table: string, column: string, value: string): string {
  if (!isName(table) || !isName(column)) return "INVALID_IDENTIFIER";
  if (taken.includes(column)) return "QUERY_FAILED"; // one column for two fields
  return value.isWellFormed() && !value.includes("\0") ? "nothing" : "INVALID_VALUE";
}
