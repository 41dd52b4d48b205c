// LangChain: node langchain.mjs URL KEY. Prints what it got.
import { OpenAIEmbeddings } from "@langchain/openai";

const [url, apiKey] = process.argv.slice(2);
const options = { model: "any", apiKey, maxRetries: 0, configuration: { baseURL: `${url}/v1` } };
const embeddings = new OpenAIEmbeddings(options);
const vectors = await embeddings.embedDocuments(["waterproof jacket", "red shoe"]);
const short = await new OpenAIEmbeddings({ ...options, dimensions: 16 }).embedQuery("red shoe");
const failed = await new OpenAIEmbeddings({ ...options, dimensions: 7 })
  .embedQuery("red shoe")
  .catch((error) => error);
console.log(
  JSON.stringify({
    vectors,
    query: await embeddings.embedQuery("red shoe"),
    short,
    failed: failed.status,
  }),
);
