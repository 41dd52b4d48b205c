import { createAnthropicBatchProvider } from "../src/batches/create-anthropic-batch-provider.ts";
import { createAnthropicProvider } from "../src/providers/create-anthropic-provider.ts";
import { generateQueries } from "../src/generation/generate-queries.ts";

const [baseUrl = "", answersFile = "", count = "0", mode = "direct"] = process.argv.slice(2);
const products = Array.from({ length: Number(count) }, (_, index) => ({
  id: `${index + 1}`,
  title: `Maker${index} thing${index}`,
  description: null,
  category: null,
}));
const direct = mode === "direct";
const provider = direct
  ? createAnthropicProvider({ apiKey: "key", baseUrl })
  : createAnthropicBatchProvider({
      ...{ apiKey: "key", baseUrl, pollMs: 5, graceMs: 250, maxRequests: 15 },
    });
const prompt = direct ? {} : { productsPerRequest: 4 };
const result = await generateQueries({ products, provider, answersFile, prompt, concurrency: 8 });
process.stdout.write(JSON.stringify(result));
