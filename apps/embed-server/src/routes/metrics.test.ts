import { createEmbedder } from "@searchfit/onnx-embedder";
import { expect, it } from "vitest";
import { tinyModel } from "../../test/tiny-model.ts";
import { createServer } from "../create-server.ts";

it("GET /metrics counts requests by route and status, and what the model has done", async () => {
  const embedder = await createEmbedder({ folder: tinyModel });
  const server = createServer({ embedder, modelId: 'a "model"\\' });
  const post = (url: string, payload: object) => server.inject({ method: "POST", url, payload });
  await post("/embed?text=xyzzy", { text: "xyzzy" });
  await post("/embed", { text: "" });
  await post("/v1/embeddings", { input: ["a", "b"] });
  await post("/xyzzy", {});
  const reply = await server.inject("/metrics");
  await server.close();
  await embedder.close();
  expect(reply.headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/u);
  const lines = reply.body.split("\n");
  const name = 'embed_server_requests_total{method="POST"';
  const model = 'model="a \\"model\\"\\\\"';
  for (const line of [
    `${name},route="/embed",status="200"} 1`,
    `${name},route="/embed",status="400"} 1`,
    `${name},route="none",status="404"} 1`,
    'embed_server_request_duration_seconds_count{route="/v1/embeddings"} 1',
    `embed_server_model_texts{${model}} 3`,
    `embed_server_model_batches{${model}} 2`,
    `embed_server_texts{${model},state="waiting"} 0`,
  ]) {
    expect(lines).toContain(line);
  }
  expect(reply.body).not.toContain("xyzzy");
  const sample = /^[a-z_]+(\{([a-z]+="([^"\\]|\\.)*",?)*\})? [\d.e+-]+$/u;
  expect(lines.filter((line) => !/^#|^$/u.test(line) && !sample.test(line))).toEqual([]);
});
