import {
  countProducts,
  createCorpusTable,
  openEmbedded,
  searchFullText,
  upsertProducts,
} from "@searchfit/pg-corpus";

const database = await openEmbedded(); // in memory; openServer({ connectionString }) for a server
await createCorpusTable(database, { dimensions: 2 });
const rest = { description: null, category: null, tags: [], source_file: null };
const titles = ["Light rain jacket", "Warm wool socks"];
const products = titles.map((title, at) => ({
  ...rest,
  id: `${at}`,
  title,
  searchable_content: title,
}));
console.log(await upsertProducts(database, products));
console.log(await upsertProducts(database, products));
console.log(await countProducts(database));
const found = await searchFullText(database, { text: "jacket", topK: 5 });
console.log(found.map(({ docId }) => docId));
await database.close();
