import { openEmbedded } from "@searchfit/pg-corpus";
import { describe } from "vitest";
import { inPlaceContract } from "./contract/in-place-contract.ts";
import { jobContract } from "./contract/job-contract.ts";

describe("the job on the embedded database", () => {
  jobContract(() => openEmbedded());
});

describe("the job by generations on the embedded database", () => {
  jobContract(() => openEmbedded(), "generations");
});

describe("the job in place on the embedded database", () => {
  inPlaceContract(() => openEmbedded());
});
