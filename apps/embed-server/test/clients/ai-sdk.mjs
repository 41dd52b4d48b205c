// The AI SDK: node ai-sdk.mjs URL KEY. Prints what it got.
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { embed, embedMany } from "ai";

const [url, apiKey] = process.argv.slice(2);
const provider = createOpenAICompatible({ name: "searchfit", baseURL: `${url}/v1`, apiKey });
const model = provider.embeddingModel("any");
const values = ["waterproof jacket", "red shoe"];
const { embeddings: vectors, usage } = await embedMany({ model, values });
const sized = (dimensions) =>
  embed({
    model,
    value: "red shoe",
    providerOptions: { searchfit: { dimensions } },
    maxRetries: 0,
  });
const { embedding: short } = await sized(16);
const failed = await sized(7).catch((error) => error);
console.log(
  JSON.stringify({
    vectors,
    usage,
    short,
    failed: [failed.name, failed.statusCode, failed.message],
  }),
);
