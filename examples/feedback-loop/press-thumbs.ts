// The search page posts a reader's thumbs to /api/judgments; here a program does.
import { createServer, openJudgments } from "@searchfit/embed-server";
import { createEmbedder } from "@searchfit/onnx-embedder";

const tinyModel = "../../packages/onnx-embedder/test/fixtures/tiny-model";
const embedder = await createEmbedder({ folder: new URL(tinyModel, import.meta.url).pathname });
const judgments = await openJudgments(process.argv[2] ?? "judged");
const server = createServer({ embedder, judgments });
const thumbs = [
  { query: "rain jacket", product_id: "1", grade: 1 },
  { query: "rain jacket", product_id: "2", grade: 0 },
  { query: "warm socks", product_id: "3", grade: 1 },
];
for (const payload of thumbs) {
  const answer = await server.inject({ method: "POST", url: "/api/judgments", payload });
  console.log(answer.statusCode, answer.body);
}
await server.close();
await embedder.close();
