import { describe, expect, it } from "vitest";
import {
  activateNextEmbeddings,
  dropUnusedEmbeddings,
  planShards,
  prepareNextEmbeddings,
  staleProducts,
  upsertProducts,
  workOnShards,
  writeEmbeddings,
  writeNextEmbeddings,
  type Shard,
  type ShardQueue,
} from "../../src/index.ts";
import type { Place } from "./place.ts";
import { codeOf, errorOf, product } from "./place.ts";
import { beginning, embed, fill, model, tableOf } from "./switch-table.ts";

const idsTo = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);

async function claimAll(queue: ShardQueue): Promise<Shard[]> {
  const shards: Shard[] = [];
  for (let shard = await queue.claim(); shard !== undefined; shard = await queue.claim())
    shards.push(shard);
  return shards;
}

/** What several workers on one table may rely on. */
export function shardsContract({ db }: Place): void {
  describe("shards", () => {
    it("cover every id once, those that come later, too", async () => {
      const table = await tableOf(db(), idsTo(10));
      await prepareNextEmbeddings(db(), beginning(table));
      expect(await planShards(db(), { table, shardSize: 3 })).toBe(4);
      expect(await planShards(db(), { table, shardSize: 1 })).toBe(4); // the first division holds
      const late = ["!", "55", "zz"].map((id) => product(id));
      await upsertProducts(db(), late, { table });
      const ranges = await workOnShards(db(), { table, run: claimAll });
      expect(ranges.map(({ shard }) => shard)).toEqual([1, 2, 3, 4]);
      expect([ranges[0]?.after, ranges[3]?.last]).toEqual([null, null]);
      const found: string[] = [];
      for (const { after, last } of ranges) {
        const range = {
          ...(after === null ? {} : { after }),
          ...(last === null ? {} : { upTo: last }),
        };
        for (const one of await staleProducts(db(), { table, ...range }))
          found.push(one.product.id);
      }
      const everyone = await staleProducts(db(), { table });
      expect(found).toEqual(everyone.map((one) => one.product.id));
      expect(found).toHaveLength(13);
    });

    it("are one for a table without products", async () => {
      const table = await tableOf(db(), []);
      await prepareNextEmbeddings(db(), beginning(table));
      expect(await planShards(db(), { table })).toBe(1);
    });

    it("are claimed by one worker, and are free again when it ends without finishing", async () => {
      const table = await tableOf(db(), idsTo(4));
      await prepareNextEmbeddings(db(), beginning(table));
      await planShards(db(), { table, shardSize: 2 });
      await workOnShards(db(), {
        table,
        run: async (queue) => {
          const [first, , third] = await claimAll(queue);
          expect(await queue.countOpen()).toBe(3);
          if (first === undefined || third === undefined) throw new Error("Expected 3 shards.");
          expect(await queue.renew(first)).toBe(true);
          expect(await queue.finish(first)).toBe(true);
        },
      });
      const second = async (queue: ShardQueue) => ({
        taken: await claimAll(queue),
        open: await queue.countOpen(),
      });
      const { taken, open } = await workOnShards(db(), { table, run: second });
      expect(taken.map(({ shard }) => shard)).toEqual([2, 3]);
      expect(open).toBe(2);
    });

    it("are claimed one at a time where the planner believes that there is one only", async () => {
      const table = await tableOf(db(), idsTo(10));
      await prepareNextEmbeddings(db(), beginning(table));
      expect(await planShards(db(), { table })).toBe(1);
      await db().query("ANALYZE");
      await dropUnusedEmbeddings(db(), { table });
      await prepareNextEmbeddings(db(), beginning(table));
      expect(await planShards(db(), { table, shardSize: 3 })).toBe(4);
      const claimed = await workOnShards(db(), { table, run: claimAll });
      expect(claimed.map(({ shard }) => shard)).toEqual([1, 2, 3, 4]);
    });

    it("are taken over when a claim is not renewed, and the former owner is told", async () => {
      const table = await tableOf(db(), idsTo(2));
      await prepareNextEmbeddings(db(), beginning(table));
      await planShards(db(), { table });
      await workOnShards(db(), {
        table,
        run: async (slow) => {
          const shard = await slow.claim();
          if (shard === undefined) throw new Error("Expected a shard.");
          expect(await slow.claim()).toBeUndefined();
          await workOnShards(db(), {
            table,
            leaseMs: 0,
            run: async (other) => expect(await other.claim()).toEqual(shard),
          });
          expect(await slow.renew(shard)).toBe(false);
          expect(await slow.finish(shard)).toBe(false);
        },
      });
    });

    it("go with the re-embedding, and are refused without one", async () => {
      const table = await tableOf(db(), idsTo(4));
      expect(await codeOf(planShards(db(), { table }))).toBe("REEMBEDDING_STATE");
      await prepareNextEmbeddings(db(), beginning(table));
      expect(await planShards(db(), { table, shardSize: 1 })).toBe(5);
      await dropUnusedEmbeddings(db(), { table });
      await prepareNextEmbeddings(db(), beginning(table));
      expect(await planShards(db(), { table, shardSize: 2 })).toBe(3);
    });
  });

  describe("a writer", () => {
    it("is refused while readers see another model, and let in with theirs", async () => {
      const table = await tableOf(db(), ["1"]);
      const content = { data: Float32Array.of(1, 0, 0), rows: 1, dimensions: 3 };
      const write = (fingerprint: string) =>
        writeEmbeddings(db(), { ids: ["1"], content }, { table, fingerprint });
      await prepareNextEmbeddings(db(), beginning(table));
      const vectors = await embed(await staleProducts(db(), { table }));
      const next = (fingerprint: string) =>
        db().transaction((session) =>
          writeNextEmbeddings(session, { ...vectors, fingerprint }, { table }),
        );
      expect(await codeOf(next("0".repeat(64)))).toBe("MODEL_MISMATCH");
      expect(await next(model.fingerprint)).toBe(1);
      await fill(db(), table);
      await activateNextEmbeddings(db(), { table });
      const error = await errorOf(write("0".repeat(64)));
      expect(error.code).toBe("MODEL_MISMATCH");
      expect(error.message).toContain(model.name);
      expect(await write(model.fingerprint)).toMatchObject({ written: 1 });
    });
  });
}
