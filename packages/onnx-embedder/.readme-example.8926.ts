















import { createEmbedder, cosineSimilarity, embeddingAt } from "@searchfit/onnx-embedder";

// A tiny untrained model that is kept with the tests; yours is for example "experiments/default/model".
const embedder = await createEmbedder({ folder: "test/fixtures/tiny-model" });
const { dimensions, maxTokens, pooling, normalize } = embedder.model;
console.log({ dimensions, maxTokens, pooling, normalize });

const texts = ["waterproof jacket", "jacket, waterproof", "red shoe"];
console.log("tokens:", embedder.countTokens(texts));

const documents = await embedder.embedDocuments(texts);
const queries = await embedder.embedQueries(["waterproof jacket"]);
console.log(`${documents.rows} rows of ${documents.dimensions}, in one Float32Array`);
for (const [row, text] of texts.entries()) {
  const cosine = cosineSimilarity(embeddingAt(queries, 0), embeddingAt(documents, row));
  console.log(cosine.toFixed(2), text);
}
await embedder.close();
