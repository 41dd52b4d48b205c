import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createOllamaProvider, generateQueries } from "@searchfit/synthetic-queries";

/** Answers POST /api/chat as Ollama does, always with the same queries. */
const standIn = createServer((request, reply) => {
  const queries = [
    "norwood oak desk",
    "table to work from home",
    "desk for a small room",
    "oak desk 120",
  ];
  const message = { role: "assistant", content: queries.join("\n") };
  const counts = { prompt_eval_count: 210, eval_count: 40 };
  request.resume().once("end", () => {
    reply.setHeader("content-type", "application/json");
    reply.end(
      JSON.stringify({ model: "llama3.2", message, done: true, done_reason: "stop", ...counts }),
    );
  });
});
standIn.listen(0, "127.0.0.1");
await once(standIn, "listening");
const { port } = standIn.address() as AddressInfo;

const folder = await mkdtemp(join(tmpdir(), "ollama-"));
const { pairs } = await generateQueries({
  products: [
    { id: "7", title: "Norwood desk 120 x 60 cm", description: null, category: "Furniture" },
  ],
  provider: createOllamaProvider({ model: "llama3.2", baseUrl: `http://127.0.0.1:${port}` }),
  answersFile: join(folder, "generation.jsonl"),
});
for (const { productId, style, text } of pairs) console.log(productId, style, text);
standIn.close();
await rm(folder, { recursive: true });
