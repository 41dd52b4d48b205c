import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clusterProducts, productText, readProducts } from "@searchfit/retrieval-dataset";

const folder = await mkdtemp(join(tmpdir(), "products-"));
const file = join(folder, "shop.csv");
await writeFile(
  file,
  "id,title,description\n1,Oak desk 120 cm,Solid oak\n2,Oak desk 140 cm,Solid oak\n3,Brass lamp,\n",
);
const products = await readProducts(file);
for (const product of products) console.log(product.id, productText(product));
console.log("variants of each other:", clusterProducts(products).clusters);

await writeFile(file, "id,title\n1,Oak desk\n1,Brass lamp\n,Chair\n");
await readProducts(file).catch((error: Error) => {
  console.log(error.message.replaceAll(folder, ""));
});
await rm(folder, { recursive: true });
