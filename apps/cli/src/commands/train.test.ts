import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { writeComparedExperiment } from "../../test/compared-experiment.ts";
import { runSearchfit } from "../../test/run-searchfit.ts";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { writeLines } from "../../test/tiny-dataset.ts";
import type { Settings } from "../settings/settings.ts";

const folder = temporaryFolder();
const experiment = (name: string) => join(folder(), "experiments", name);

interface Answer {
  readonly settings: Settings;
  readonly error: { readonly code: string; readonly message: string; readonly hint: string };
}

async function searchfit(words: readonly string[], variables: Record<string, string> = {}) {
  const { stdout } = await runSearchfit([...words, "--json"], { folder: folder(), variables });
  return JSON.parse(stdout) as Answer;
}

/** What an experiment of `jsonl:p.jsonl` with `recorded:q` would be trained with. */
const wouldTrain = (...words: string[]) =>
  searchfit(["train", "--dry-run", "--experiment", "own", ...words]);

beforeAll(() => {
  writeComparedExperiment(experiment("own"), { ranks: { a: [2, 1] } });
  writeComparedExperiment(experiment("sample"), { ranks: { a: [2, 1] }, source: "embedded" });
  for (const name of ["p.jsonl", "q", "other.csv"]) writeLines(join(folder(), name), []);
});

describe("train on an experiment that is there", () => {
  it("goes on with its catalogue and its queries when nothing names others", async () => {
    const { settings } = await wouldTrain();
    expect(settings).toMatchObject({
      ...{ experiment: "own", source: "jsonl:p.jsonl", queries: "recorded:q", judged: null },
    });
  });

  it("takes what a flag or the configuration file names", async () => {
    expect((await wouldTrain("--source", "csv:other.csv", "--seed", "7")).settings).toMatchObject({
      ...{ source: "csv:other.csv", queries: "recorded:q", seed: 7 },
    });
    writeLines(join(folder(), "other.json"), ['{"source":"csv:other.csv"}']);
    expect((await wouldTrain("--config", "other.json")).settings.source).toBe("csv:other.csv");
  });

  it("does not take queries and judgments of its own products to the sample catalogue", async () => {
    const { settings } = await wouldTrain("--source", "embedded");
    expect(settings.queries).toContain("recorded-queries.jsonl");
    expect(settings.judged).toMatch(/judged$/);
  });

  it("asks whether the sample or the database of the environment is meant", async () => {
    const server = { DATABASE_URL: "postgresql://me@127.0.0.1/x", ANTHROPIC_API_KEY: "key" };
    const words = ["train", "--dry-run", "--experiment", "sample"];
    const { error } = await searchfit(words, server);
    expect(error).toMatchObject({
      code: "INVALID_SETTINGS",
      hint: expect.stringContaining("--source embedded, --source postgres"),
    });
    const named = await searchfit([...words, "--source", "postgres"], server);
    expect(named.settings).toMatchObject({ source: "postgres", queries: "anthropic" });
    // A catalogue of one's own is not replaced by what the environment names.
    const own = await searchfit(["train", "--dry-run", "--experiment", "own"], server);
    expect(own.settings.source).toBe("jsonl:p.jsonl");
  });
});

describe("files of the user's own", () => {
  it.each([
    [["--source", "csv:shoop.csv", "--queries", "rules"], "the catalogue at", "shoop.csv"],
    [["--source", "shoop.csv", "--queries", "rules"], "the catalogue at", "shoop.csv"],
    [
      ["--source", "csv:other.csv", "--queries", "recorded:no.jsonl"],
      "recorded queries",
      "no.jsonl",
    ],
    [["--judged", "nowhere"], "judged queries at", join("nowhere", "queries.jsonl")],
  ])("are looked for before anything is made: %j", async (words, what, file) => {
    const { error } = await searchfit(["train", "--experiment", "new", ...words]);
    expect(error).toMatchObject({
      code: "FILE_MISSING",
      message: expect.stringContaining(`Expected ${what}`),
      hint: expect.stringContaining("from the folder where the command is started"),
    });
    expect(error.message).toContain(`${join(folder(), file)}, found nothing.`);
    expect(existsSync(experiment("new"))).toBe(false);
  });

  it("and secrets are asked for by the steps that read them only", async () => {
    const extracted = await searchfit([
      "extract",
      "--experiment",
      "new",
      "--source",
      "csv:shoop.csv",
    ]);
    expect(extracted.error.code).toBe("FILE_MISSING");
    mkdirSync(experiment("new"), { recursive: true });
    const words = ["--experiment", "new", "--source", "postgres"];
    expect((await searchfit(["extract", ...words])).error.message).toContain("DATABASE_URL");
    expect((await searchfit(["generate", ...words])).error.message).toContain("ANTHROPIC_API_KEY");
    expect((await searchfit(["split", ...words])).error.code).toBe("INPUT_MISSING");
  });
});

it("says in --help that a file is read by its ending", async () => {
  const { stdout } = await runSearchfit(["train", "--help"], { folder: folder() });
  expect(stdout.replaceAll(/\s+/gu, " ")).toContain("a bare FILE is read by its ending");
});
