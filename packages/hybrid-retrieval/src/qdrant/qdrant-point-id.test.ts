import { expect, it } from "vitest";
import { qdrantPointId } from "./qdrant-point-id.ts";

it("gives the UUIDv5 of a product id, as Python's uuid.uuid5(uuid.NAMESPACE_OID, id) does", () => {
  expect(qdrantPointId("p1")).toBe("7415ef9a-0b18-5178-84e5-01567450f0f2");
  expect(qdrantPointId("1042")).toBe("ba6df0f2-05f4-5740-9612-2990acccaccc");
  expect(qdrantPointId("Größe 42")).toBe("92e7fb42-6ceb-5a39-a6de-e0a1fd492e1a");
  expect(qdrantPointId("")).toBe("0a68eb57-c88a-5f34-9e9d-27f85e68af4f");
});
