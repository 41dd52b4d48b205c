import { describe, expect, it } from "vitest";
import type { StrategyName } from "../../src/index.ts";
import {
  activateNextEmbeddings,
  describeReembedding,
  dropUnusedEmbeddings,
  prepareNextEmbeddings,
  readActiveModel,
  restorePreviousEmbeddings,
} from "../../src/index.ts";
import { asRole, withRoles } from "./as-role.ts";
import type { Place } from "./place.ts";
import { errorOf } from "./place.ts";
import type { TestTable } from "./switch-table.ts";
import { beginning, fill, shapeOf, tableOf } from "./switch-table.ts";

/** What stands against a switch, on every kind of database. */
export function switchObstaclesContract({ db }: Place): void {
  const nameOf = ({ schema }: TestTable) => `"${schema}".ingested_records`;
  const checkOf = async (table: TestTable, strategy: StrategyName) =>
    (await describeReembedding(db(), { table, strategy })).check;
  const obstaclesOf = async (table: TestTable) => {
    const strategies = ["columns", "generations", "in-place"] as const;
    const checks = await Promise.all(strategies.map((strategy) => checkOf(table, strategy)));
    return checks.map(({ obstacles }) => obstacles.join("; "));
  };

  describe("a switch is refused where it would mislead readers:", () => {
    it("a column that is generated from vectors", async () => {
      const table = await tableOf(db(), ["1"]);
      await db().query(
        `ALTER TABLE ${nameOf(table)} ADD half halfvec(2)
         GENERATED ALWAYS AS (content_embedding::halfvec(2)) STORED`,
      );
      const { obstacles } = await errorOf(prepareNextEmbeddings(db(), beginning(table))).then(
        ({ details }) => details as { obstacles: readonly string[] },
      );
      expect(obstacles).toEqual(['the generated column "half" depends on a vector column']);
    });

    it("a view that was made since the beginning, also at the switch back", async () => {
      const table = await tableOf(db(), ["1", "2"]);
      const view = `"${table.schema}".seen`;
      const see = () =>
        db().query(`CREATE VIEW ${view} AS SELECT content_embedding FROM ${nameOf(table)}`);
      await prepareNextEmbeddings(db(), beginning(table));
      await fill(db(), table);
      await see();
      const before = await shapeOf(db(), table);
      const late = await errorOf(activateNextEmbeddings(db(), { table }));
      expect(late.code).toBe("SWITCH_OBSTACLE");
      expect(late.message).toContain("view");
      expect(await shapeOf(db(), table)).toEqual(before);
      expect(await readActiveModel(db(), { table })).toBeUndefined();
      await db().query(`DROP VIEW ${view}`);
      await activateNextEmbeddings(db(), { table });
      await see();
      const back = await errorOf(restorePreviousEmbeddings(db(), { table }));
      expect(back.code).toBe("SWITCH_OBSTACLE");
      await db().query(`DROP VIEW ${view}`);
      await restorePreviousEmbeddings(db(), { table });
      await dropUnusedEmbeddings(db(), { table });
    });

    it("row security that hides rows from the user", async () => {
      const table = await tableOf(db(), ["1", "2"]);
      const owner = `hidden_from_${process.pid}`;
      await withRoles(db(), [owner], async () => {
        await db().query(`GRANT USAGE ON SCHEMA "${table.schema}" TO ${owner}`);
        await db().query(`ALTER TABLE ${nameOf(table)} OWNER TO ${owner}`);
        await db().query(`ALTER TABLE ${nameOf(table)} ENABLE ROW LEVEL SECURITY`);
        const asOwner = (strategy: StrategyName) =>
          asRole(db(), owner, async (as) => {
            const { check } = await describeReembedding(as, { table, strategy });
            return check.obstacles.join("; ");
          });
        expect(await asOwner("columns")).toBe(""); // owners are above it
        await db().query(`ALTER TABLE ${nameOf(table)} FORCE ROW LEVEL SECURITY`);
        for (const strategy of ["columns", "generations", "in-place"] as const)
          expect(await asOwner(strategy)).toContain("row security");
      });
    });

    it("subscribers that would mix vectors of two models", async () => {
      const table = await tableOf(db(), ["1"]);
      await db().query(`CREATE PUBLICATION "shop's" FOR TABLE ${nameOf(table)}`);
      const columns = await checkOf(table, "columns");
      expect(columns.obstacles.join()).toContain(`published by "shop's"`);
      for (const strategy of ["generations", "in-place"] as const) {
        const { obstacles, warnings } = await checkOf(table, strategy);
        expect(obstacles).toEqual([]);
        expect(warnings.join()).toContain(`ubscribers of "shop's"`);
      }
      await db().query(`DROP PUBLICATION "shop's"`);
      const [version] = await db().query(`SELECT current_setting('server_version_num')::int AS n`);
      if (Number(version?.n) < 150_000) return;
      await db().query(`CREATE PUBLICATION words FOR TABLE ${nameOf(table)} (id, title)`);
      expect((await checkOf(table, "columns")).obstacles).toEqual([]);
      await db().query("DROP PUBLICATION words");
    });
  });

  describe("a table that inherits", () => {
    it("is refused by the strategies that cannot work on it: parents and children", async () => {
      const table = await tableOf(db(), ["1"]);
      const child = { ...table, table: "child" };
      await db().query(`CREATE TABLE "${table.schema}".child () INHERITS (${nameOf(table)})`);
      await db().query(`ALTER TABLE "${table.schema}".child ADD PRIMARY KEY (id)`);
      const [columns, generations, inPlace] = await obstaclesOf(table);
      expect(columns).toContain("other tables inherit");
      expect(generations).toContain("other tables inherit");
      expect(inPlace).toBe("");
      expect(await obstaclesOf(child)).toEqual([expect.stringContaining("its parent"), "", ""]);
    });

    it("is refused by the strategies that cannot work on it: partitions", async () => {
      const table = await tableOf(db(), ["1"]);
      const one = { ...table, table: "one" };
      await db().query(
        `CREATE TABLE "${table.schema}"."all" (LIKE ${nameOf(table)}) PARTITION BY LIST (status)`,
      );
      await db().query(
        `CREATE TABLE "${table.schema}".one PARTITION OF "${table.schema}"."all" (PRIMARY KEY (id)) DEFAULT`,
      );
      const [columns, generations, inPlace] = await obstaclesOf(one);
      expect(columns).toContain("its parent");
      expect(generations).toBe("");
      expect(inPlace).toContain("partition");
      const all = await obstaclesOf({ ...table, table: "all" });
      for (const obstacles of all) expect(obstacles).toContain("a partitioned table");
    });
  });
}
