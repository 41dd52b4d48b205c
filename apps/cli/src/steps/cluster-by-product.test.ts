import type { Qrels } from "@searchfit/ir-metrics";
import { expect, it } from "vitest";
import { clusterByProduct } from "./cluster-by-product.ts";

const qrels: Qrels = new Map([
  ["own", new Map([["twin", 1], ["lamp", 2]])], // prettier-ignore
  ["shared", new Map([["lamp", 2], ["desk", 2]])], // prettier-ignore
  ["desk", new Map([["desk", 1]])],
  ["nothing", new Map([["lamp", 0]])],
]);
const groups = new Map([
  ["lamp", "lamps"],
  ["twin", "lamps"],
]);

it("puts queries about products of one group together, the product of the highest grade deciding", () => {
  const clusterOf = clusterByProduct({ name: "newProducts", qrels }, groups)!;
  expect(clusterOf("own")).toBe("group lamps");
  expect(clusterOf("shared")).toBe("group lamps");
});

it("takes a product without a group, and a query without a product, by itself", () => {
  const clusterOf = clusterByProduct({ name: "knownProducts", qrels }, groups)!;
  expect(clusterOf("desk")).toBe("product desk");
  expect([clusterOf("nothing"), clusterOf("unknown")]).toEqual(["query nothing", "query unknown"]);
  expect(clusterByProduct({ name: "newProducts", qrels }, new Map())!("own")).toBe("product lamp");
});

it("leaves judged queries alone", () => {
  expect(clusterByProduct({ name: "judged", qrels }, groups)).toBeUndefined();
});
