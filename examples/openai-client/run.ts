import OpenAI from "openai";
import { createServer } from "@searchfit/embed-server";
import { createEmbedder } from "@searchfit/onnx-embedder";

// As a program of its own: embed-server --model experiments/default/model
const folder = "packages/onnx-embedder/test/fixtures/tiny-model"; // untrained; kept with the tests
const embedder = await createEmbedder({ folder });
const server = createServer({ embedder, modelId: "tiny", apiKey: "KEY" });
const address = await server.listen({ port: 0 });

const client = new OpenAI({ baseURL: `${address}/v1`, apiKey: "KEY" });
const { data, model, usage } = await client.embeddings.create({
  model: "any",
  input: ["rain jacket", "red shoe"],
});
console.log(
  model,
  data.map(({ index, embedding }) => `${index}: ${embedding.length} numbers`),
);
console.log(`${usage.total_tokens} tokens`);

await server.close();
await embedder.close();
