import OpenAI from "openai";
import { createServer } from "@searchfit/embed-server";
import { createEmbedder } from "@searchfit/onnx-embedder";

/** The two functions that LangChain's vector stores ask of an embedding model. */
function searchfitEmbeddings(client: OpenAI) {
  const embed = async (input: string[], kind: "query" | "document") => {
    const request = { model: "any", input, input_type: kind };
    const { data } = await client.embeddings.create(request);
    return data.map(({ embedding }) => embedding);
  };
  return {
    embedDocuments: (texts: string[]) => embed(texts, "document"),
    embedQuery: async (text: string) => (await embed([text], "query"))[0] ?? [],
  };
}

const folder = "packages/onnx-embedder/test/fixtures/tiny-model"; // untrained; kept with the tests
const embedder = await createEmbedder({ folder });
const server = createServer({ embedder });
const address = await server.listen({ port: 0 });

const embeddings = searchfitEmbeddings(new OpenAI({ baseURL: `${address}/v1`, apiKey: "none" }));
const documents = await embeddings.embedDocuments(["rain jacket", "red shoe"]);
const query = await embeddings.embedQuery("red shoe");
for (const document of documents) {
  console.log(query.reduce((sum, value, at) => sum + value * (document[at] ?? 0), 0).toFixed(2));
}
await server.close();
await embedder.close();
