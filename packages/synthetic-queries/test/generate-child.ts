import { createAnthropicProvider } from "../src/create-anthropic-provider.ts";
import { generateQueries } from "../src/generate-queries.ts";

const [baseUrl = "", answersFile = "", count = "0"] = process.argv.slice(2);
const products = Array.from({ length: Number(count) }, (_, index) => ({
  id: `${index + 1}`,
  title: `Maker${index} thing${index}`,
  description: null,
  category: null,
}));
const provider = createAnthropicProvider({ apiKey: "key", baseUrl });
const result = await generateQueries({ products, provider, answersFile, concurrency: 8 });
process.stdout.write(JSON.stringify(result));
