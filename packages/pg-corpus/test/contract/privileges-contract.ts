import { describe, expect, it } from "vitest";
import type { Database } from "../../src/index.ts";
import {
  activateNextEmbeddings,
  countProducts,
  prepareNextEmbeddings,
  searchCorpus,
  searchDense,
  upsertProducts,
  writeEmbeddings,
} from "../../src/index.ts";
import { asRole, withRoles } from "./as-role.ts";
import { completeVectors } from "./generation-steps.ts";
import type { Place } from "./place.ts";
import { product } from "./place.ts";
import type { TestTable } from "./switch-table.ts";
import { beginning, model, tableOf } from "./switch-table.ts";

const columns =
  "id, title, description, category, tags, searchable_content, status, content_embedding, title_embedding";
const [reader, columnReader, writer] = ["reader", "column_reader", "writer"].map(
  (name) => `may_${name}_${process.pid}`,
) as [string, string, string];

/** What users need not be granted again around a switch, on every kind of database. */
export function privilegesContract({ db }: Place): void {
  const searches = (table: TestTable, vector: Float32Array) => ({
    searchCorpus: (as: Database) => searchCorpus(as, { table, vector }),
    approximate: (as: Database) => searchCorpus(as, { table, vector, method: "approximate" }),
    searchDense: (as: Database) => searchDense(as, { table, vector }),
    countProducts: (as: Database) => countProducts(as, { table }),
  });
  const writes = (table: TestTable, vector: Float32Array) => ({
    upsertProducts: (as: Database) =>
      upsertProducts(as, [product("1", { title: `At ${performance.now()}` })], { table }),
    writeEmbeddings: (as: Database) => {
      const data = { data: vector, rows: 1, dimensions: vector.length };
      return writeEmbeddings(as, { ids: ["1"], content: data, title: data }, { table });
    },
  });

  const grant = async ({ schema }: TestTable) => {
    const name = `"${schema}".ingested_records`;
    for (const sql of [
      `USAGE ON SCHEMA "${schema}" TO ${reader}, ${columnReader}, ${writer}`,
      `SELECT ON ${name} TO ${reader}`,
      `SELECT (${columns}) ON ${name} TO ${columnReader}`,
      `SELECT, INSERT, UPDATE ON ${name} TO ${writer}`,
    ])
      await db().query(`GRANT ${sql}`);
    // The embedded driver's COPY reads what it takes for a file.
    if (db().kind === "embedded") await db().query(`GRANT pg_read_server_files TO ${writer}`);
  };

  /** What was refused, and why; usually nothing. */
  const refused = async (table: TestTable, dimensions: number) => {
    const vector = new Float32Array(dimensions).fill(1);
    const failed: string[] = [];
    const attempt = async (role: string, calls: Record<string, (as: Database) => unknown>) => {
      for (const [call, run] of Object.entries(calls)) {
        await asRole(db(), role, async (as) => run(as)).catch((error: unknown) =>
          failed.push(`${role} ${call}: ${String(error)}`),
        );
      }
    };
    await attempt(reader, searches(table, vector));
    await attempt(columnReader, searches(table, vector));
    await attempt(writer, { ...searches(table, vector), ...writes(table, vector) });
    return failed;
  };

  describe("readers and writers with the least privileges", () => {
    it.each(["columns", "generations"] as const)(
      "go on before, during and after a switch by %s",
      async (strategy) => {
        const table = await tableOf(db(), ["1", "2", "3"]);
        await withRoles(db(), [reader, columnReader, writer], async () => {
          await grant(table);
          expect(await refused(table, 2)).toEqual([]);
          await prepareNextEmbeddings(db(), { ...beginning(table), strategy });
          expect(await refused(table, 2)).toEqual([]);
          await completeVectors(db(), table);
          await activateNextEmbeddings(db(), { table });
          expect(await refused(table, model.dimensions)).toEqual([]);
        });
      },
    );

    it("who may read no vector may read none behind the view", async () => {
      const table = await tableOf(db(), ["1"]);
      const select = async (column: string) =>
        asRole(db(), reader, (as) =>
          as.query(`SELECT ${column} FROM "${table.schema}".ingested_records__active`),
        );
      await withRoles(db(), [reader], async () => {
        await db().query(`GRANT USAGE ON SCHEMA "${table.schema}" TO ${reader}`);
        await db().query(`GRANT SELECT (id) ON "${table.schema}".ingested_records TO ${reader}`);
        await prepareNextEmbeddings(db(), { ...beginning(table), strategy: "generations" });
        expect(await select("id")).toEqual([{ id: "1" }]);
        for (const name of ["content_embedding", "content_embedding__next", "title"])
          await expect(select(name)).rejects.toThrow("permission denied");
      });
    });
  });
}
