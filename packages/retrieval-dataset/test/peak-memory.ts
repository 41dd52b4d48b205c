// Runs one thing in a process of its own and prints the most memory it took and what came of it.
// Arguments: split INPUT FOLDER | read INPUT
import { readProducts, splitFile } from "../src/index.ts";

const [what, input = "", folder = ""] = process.argv.slice(2);

async function outcome(): Promise<unknown> {
  if (what === "split") return splitFile({ input, folder });
  const products = await readProducts(input);
  return { products: products.length };
}

const result: unknown = await outcome().catch((error: unknown) => ({
  code: (error as { code?: string }).code,
  message: (error as Error).message,
}));
process.stdout.write(
  JSON.stringify({ megabytes: (process.resourceUsage().maxRSS * 1024) / 1e6, result }),
);
