import { describe } from "vitest";
import { openEmbedded } from "../src/index.ts";
import { databaseContract } from "./contract/database-contract.ts";

describe("the contract on the embedded database", () => {
  databaseContract(() => openEmbedded(), 10);
});
