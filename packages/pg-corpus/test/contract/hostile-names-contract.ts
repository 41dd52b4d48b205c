import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeBinaryCopy } from "../../src/binary-copy.ts";
import {
  createCorpusTable,
  PgCorpusError,
  quoteIdentifier,
  searchFullText,
  streamProducts,
  upsertProducts,
} from "../../src/index.ts";
import { hostileStrings } from "./hostile-strings.ts";
import type { Place } from "./place.ts";
import { all, errorOf, freshTable, product } from "./place.ts";

const pieces = fc.constantFrom(
  ...['"', "'", ".", ";", "--", "/*", "\\", "$1", "$$", "%s", "{}", "\0", "\uD800", "\n", " "],
  ...["é", "日本", "😀", "İ", "x".repeat(40), "SELECT", "DROP TABLE canary", "id", "NULL", "TRUE"],
);
const made = fc.array(pieces, { minLength: 0, maxLength: 4 }).map((parts) => parts.join(""));
const hostile = fc.oneof(made, fc.constantFrom(...hostileStrings));

/** Whether PostgreSQL can keep a name as it is. */
function isName(text: string): boolean {
  const bytes = Buffer.byteLength(text);
  return text.isWellFormed() && !text.includes("\0") && bytes >= 1 && bytes <= 63;
}

/** Names and values as an attacker, or a spreadsheet, would choose them. */
export function hostileNamesContract({ db, runs }: Place): void {
  describe("hostile names and values", () => {
    const schema = freshTable().schema;
    /** PGlite takes a byte order mark before a text away, in what it gives (not in what it keeps). */
    const given = (text: string) =>
      db().kind === "embedded" ? text.replace(/^\ufeff/u, "") : text;
    const canary = `"${schema}".canary`;
    beforeAll(async () => {
      await db().query(`CREATE SCHEMA "${schema}"`);
      await db().query(`CREATE TABLE ${canary} AS SELECT 'sings' AS song`);
    });

    it("are taken one by one as a name, as a value and as a parameter", async () => {
      const odd = `"${schema}".odd`;
      for (const text of hostileStrings) {
        if (!isName(text)) {
          expect(() => quoteIdentifier(text)).toThrow(PgCorpusError);
          continue;
        }
        const name = quoteIdentifier(text);
        const making = db().query(`CREATE TABLE ${odd} (${name} text)`);
        if (text === systemColumn) {
          expect((await errorOf(making)).message).toContain(systemColumn);
          continue;
        }
        await making;
        const rows = [[text], [null]];
        expect(await db().copyIn(`${odd} (${name})`, encodeBinaryCopy(rows))).toBe(2);
        const sql = `SELECT ${name} AS ${name} FROM ${odd} WHERE ${name} = $1`;
        expect((await db().query(sql, [text])).map((row) => ({ ...row }))).toEqual([
          { [given(text)]: given(text) },
        ]);
        const catalogue = `SELECT attname::text AS "name" FROM pg_attribute
          WHERE attrelid = $1::regclass AND attnum = 1`;
        expect(await db().query(catalogue, [odd])).toMatchObject([{ name: given(text) }]);
        await db().query(`DROP TABLE ${odd}`);
      }
      expect(await db().query(`SELECT song FROM ${canary}`)).toMatchObject([{ song: "sings" }]);
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
            expect((await all(read)).map(({ title }) => title)).toEqual([given(value)]);
            await searchFullText(db(), { table: names, text: value });
            worked += 1;
          } catch (error) {
            expect(error).toBeInstanceOf(PgCorpusError);
            const { code } = error as PgCorpusError;
            expect(code).toBe(
              given(column) === column || code === "INVALID_IDENTIFIER"
                ? expectedCode(table, column, value)
                : "COLUMN_MISSING",
            );
            refused += 1;
          }
          if (isName(table) && table !== "canary")
            await db().query(`DROP TABLE IF EXISTS "${schema}".${quoteIdentifier(table)}`);
        }),
        { numRuns: runs >= 50 ? 1000 : 2 * runs, seed: 17 },
      );
      expect(await db().query(`SELECT song FROM ${canary}`)).toMatchObject([{ song: "sings" }]);
      expect(worked).toBeGreaterThan(runs / 4);
      expect(refused).toBeGreaterThan(runs / 4);
    });
  });
}

const taken = ["id", "description", "category", "tags", "status"];
/** A column that PostgreSQL gives every table. */
const systemColumn = "ctid";

function expectedCode(table: string, column: string, value: string): string {
  if (!isName(table) || !isName(column)) return "INVALID_IDENTIFIER";
  if ([...taken, systemColumn].includes(column)) return "QUERY_FAILED"; // one column for two fields
  return value.isWellFormed() && !value.includes("\0") ? "nothing" : "INVALID_VALUE";
}
