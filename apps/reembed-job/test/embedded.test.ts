import { openEmbedded } from "@searchfit/pg-corpus";
import { describe } from "vitest";
import { jobContract } from "./contract/job-contract.ts";

describe("the job on the embedded database", () => {
  jobContract(() => openEmbedded());
});
