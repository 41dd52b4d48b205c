import { cosineSimilarity, createEmbedder, embeddingAt } from "@searchfit/onnx-embedder";

const folder = "packages/onnx-embedder/test/fixtures/tiny-model"; // untrained; kept with the tests
const embedder = await createEmbedder({ folder });
const texts = ["red shoe", "shoe, red", "coffee pot"];
const { rows, dimensions, ...matrix } = await embedder.embedDocuments(texts);
console.log(`${rows} rows of ${dimensions}`);
const first = embeddingAt({ rows, dimensions, ...matrix }, 0);
for (const [row, text] of texts.entries()) {
  const cosine = cosineSimilarity(first, embeddingAt({ rows, dimensions, ...matrix }, row));
  console.log(cosine.toFixed(2), text);
}
await embedder.close();
