// A product table with vectors of some other model, in an embedded database.
import {
  createCorpusTable,
  openEmbedded,
  upsertProducts,
  writeEmbeddings,
} from "@searchfit/pg-corpus";

const database = await openEmbedded({ folder: process.argv[2] ?? "shop" });
await createCorpusTable(database, { dimensions: 32 });
const titles = ["Rain jacket", "Wool socks", "Desk lamp"];
const rest = { description: null, category: null, tags: [], source_file: null };
const products = titles.map((title, at) => ({
  ...rest,
  id: `${at}`,
  title,
  searchable_content: title,
}));
await upsertProducts(database, products);
const former = { data: new Float32Array(3 * 32).fill(32 ** -0.5), rows: 3, dimensions: 32 };
await writeEmbeddings(database, { ids: ["0", "1", "2"], content: former, title: former });
await database.close();
