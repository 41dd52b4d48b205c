import { expect, it } from "vitest";
import { hasHnswFaults } from "./hnsw-faults.ts";

it("knows the versions before 0.8.4", () => {
  const versions = ["0.5.1", "0.8.0", "0.8.3", "0.8.4", "0.8.10", "0.9", "1.0.0", "0.8"];
  expect(versions.filter(hasHnswFaults)).toEqual(["0.5.1", "0.8.0", "0.8.3", "0.8"]);
});
