import { setTimeout as sleep } from "node:timers/promises";
import {
  openServer,
  countReembedding,
  lockReembedding,
  upsertProducts,
} from "@searchfit/pg-corpus";
import { startTestServer } from "../../../tools/test-kit/src/start-test-server.ts";
import { makeProductTable, product } from "./product-table.ts";
import { openTinyModel } from "./tiny-model.ts";
import { modelOf, fillNextVectors, runReembedding } from "../src/index.ts";
import { startReaders } from "./start-readers.ts";
const server = await startTestServer();
if ("skipped" in server) throw 1;
const place = await server.createDatabase();
const db = await openServer(place);
await makeProductTable(db, 2000);
const embedder = await openTinyModel();
const job = { db, table: {}, embedder, model: modelOf(embedder) };
let running = true;
let steps = 0;
const r = await startReaders(place, 3);
const w = (async () => {
  for (let step = 0; running; step++) {
    await upsertProducts(db, [product(`${step % 3 === 0 ? 10_000 + step : step * 7}`, step + 2)]);
    steps++;
    await sleep(20);
  }
})();
console.log(
  await lockReembedding(db, { run: (session) => runReembedding(job, { session }) }),
  steps,
);

import { activateNextEmbeddings, staleProducts } from "@searchfit/pg-corpus";
import { embedStale } from "../src/job/embed-products.ts";
await sleep(300);
for (let round = 0; round < 6; round++) {
  console.log(await fillNextVectors(job), steps, await countReembedding(db));
  const t = performance.now();
  try {
    console.log(
      await activateNextEmbeddings(db, {
        embed: async (x) => {
          console.log("embed", x.length);
          return embedStale(job, x);
        },
        maxLockedProducts: 16 * 2 ** round,
        onRetry: (x) => console.log(performance.now() - t, steps, x),
      }),
    );
    break;
  } catch (e) {
    console.log(String(e), performance.now() - t, steps, await countReembedding(db));
  }
}
running = false;
await w;
console.log(await r.stop());
await db.close();
await server.stop();
