import { join } from "node:path";
import { createBm25Index } from "@searchfit/hybrid-retrieval";
import { productText, readDocuments } from "@searchfit/retrieval-dataset";

const chunks = await readDocuments(join(import.meta.dirname, "policies"));
for (const { id, title } of chunks) console.log(`${id}  ${title}`);

const documents = chunks.map((chunk) => ({ id: chunk.id, text: productText(chunk) }));
const index = createBm25Index({ documents });
for (const query of ["how many days of holiday", "days at home"]) {
  console.log(`${query}: ${index.search(query, 1)[0]?.docId ?? "nothing"}`);
}
