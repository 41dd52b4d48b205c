import { join } from "node:path";
import { readProducts, type Product } from "@searchfit/retrieval-dataset";

/** Name of the file that `extract` makes. */
export const productsFile = "products.json";

/** The products of an experiment folder. */
export async function readCatalogue(folder: string): Promise<readonly Product[]> {
  return readProducts(join(folder, productsFile), { format: "json" });
}
