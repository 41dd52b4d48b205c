// The official client for JavaScript: node openai.mjs URL KEY. Prints what it got.
import OpenAI from "openai";

const [url, apiKey] = process.argv.slice(2);
const client = new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 });
const input = ["waterproof jacket", "red shoe"];
const vectorsOf = ({ data }) => data.map(({ embedding }) => [...embedding]);

const byDefault = await client.embeddings.create({ model: "any", input }); // asks for base64
const floats = await client.embeddings.create({ model: "any", input, encoding_format: "float" });
const short = await client.embeddings.create({ model: "any", input: "red shoe", dimensions: 16 });
const models = [];
for await (const { id } of client.models.list()) models.push(id);
const failed = await client.embeddings
  .create({ model: "any", input, dimensions: 7 })
  .catch((e) => e);
const stranger = new OpenAI({ baseURL: `${url}/v1`, apiKey: "wrong", maxRetries: 0 });
const refused = await stranger.models.list().catch((error) => error);

console.log(
  JSON.stringify({
    vectors: vectorsOf(byDefault),
    floats: vectorsOf(floats),
    usage: byDefault.usage,
    short: vectorsOf(short)[0],
    models,
    failed: [failed.constructor.name, failed.status, failed.code, failed.param],
    refused: [refused.constructor.name, refused.status, refused.code],
  }),
);
