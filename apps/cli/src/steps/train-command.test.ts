import { expect, it } from "vitest";
import { joinSettings } from "../settings/resolve-settings.ts";
import type { WrittenSettings } from "../settings/settings.ts";
import { reportData } from "./report-data.ts";
import { trainCommand } from "./train-command.ts";

const commandOf = (written: WrittenSettings, configFile?: string) =>
  trainCommand({ experiment: "shop", settings: joinSettings(written, {}, {}), configFile });

it("names the source alone for the sample catalogue", () => {
  expect(commandOf({})).toBe("npx searchfit train --experiment shop --source embedded");
  expect(commandOf({ judged: null })).toContain("--source embedded --no-judged");
});

it("names what decides the data and the figures, quoted for the shell", () => {
  const written = { source: "csv:my shop's.csv", queries: "rules", judged: "judged", seed: 7 };
  expect(commandOf({ ...written, baseModel: "intfloat/e5-small-v2" }, "a b.json")).toBe(
    "npx searchfit train --experiment shop --source 'csv:my shop'\\''s.csv' --queries rules " +
      "--judged judged --base-model intfloat/e5-small-v2 --seed 7 --config 'a b.json'",
  );
});

it("names the columns that a file calls otherwise", () => {
  const columns = { id: "sku", title: "product name", tags: null };
  expect(commandOf({ source: "shop.csv", queries: "rules", columns })).toContain(
    "--source shop.csv --columns 'id=sku,title=product name' --queries rules",
  );
});

it("says that HTML was taken out", () => {
  const kept = commandOf({ source: "shop.csv", queries: "rules" });
  expect(kept).not.toContain("--html");
  expect(commandOf({ source: "shop.csv", queries: "rules", html: "text" })).toContain(
    "--source shop.csv --html text --queries rules",
  );
});

it.each([
  ["csv:shop.csv", "CSV file"],
  ["shop.csv", "CSV file"],
  ["shop.tsv.gz", "TSV file"],
  ["docs:help", "folder of documents"],
  ["postgres", "PostgreSQL with pgvector"],
])("calls the data of %s a %s, and gives the command of the report", (source, words) => {
  const settings = joinSettings({ source, queries: "rules" }, {}, {});
  const manifest = { id: "shop", steps: [], versions: {}, config: {}, seed: 42, hardware: null };
  const data = reportData({
    ...{ context: { settings }, manifest: { ...manifest, schemaVersion: 1 } },
    ...{ comparison: undefined, results: undefined },
  });
  expect(data.system?.source).toBe(words);
  expect(data.commands).toContain(
    `npx searchfit train --experiment shop --source ${source} --queries rules`,
  );
});
