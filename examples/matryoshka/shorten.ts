// The server of the trained model gives vectors of 128 numbers where they are asked for.
import { createServer } from "@searchfit/embed-server";
import { createEmbedder } from "@searchfit/onnx-embedder";

const embedder = await createEmbedder({ folder: process.argv[2] ?? "" });
const server = createServer({ embedder, matryoshka: [128] });
for (const dimensions of [384, 128]) {
  const payload = { model: "small", input: "cast iron pan", dimensions };
  const answer = await server.inject({ method: "POST", url: "/v1/embeddings", payload });
  const { data } = answer.json<{ data: { embedding: number[] }[] }>();
  console.log(`${dimensions} asked for: ${data[0]?.embedding.length ?? 0} numbers`);
}
await server.close();
await embedder.close();
