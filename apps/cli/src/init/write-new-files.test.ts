import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { readConfigFile } from "../settings/read-config-file.ts";
import { configFileText } from "./config-file-text.ts";
import { configFormat } from "./config-format.ts";
import { requireNoFiles, writeNewFiles } from "./write-new-files.ts";

const folder = temporaryFolder();

function made(name: string): string {
  const path = join(folder(), name);
  mkdirSync(path);
  return path;
}

it("loses nothing that is there, however late it came", async () => {
  const place = made("late");
  await writeNewFiles(place, { "searchfit.config.ts": "mine" }, false);
  const again = writeNewFiles(place, { "searchfit.config.ts": "yours" }, false);
  await expect(again).rejects.toMatchObject({ code: "FILE_EXISTS" });
  expect(readFileSync(join(place, "searchfit.config.ts"), "utf8")).toBe("mine");
  await writeNewFiles(place, { "searchfit.config.ts": "yours" }, true);
  expect(readFileSync(join(place, "searchfit.config.ts"), "utf8")).toBe("yours");
});

it("allows no second configuration file, even with force", () => {
  const place = made("two");
  writeFileSync(join(place, "searchfit.config.json"), "{}");
  const names = ["searchfit.config.ts", ".env.example"];
  for (const force of [false, true])
    expect(() => {
      requireNoFiles(place, names, force);
    }).toThrow("searchfit.config.json");
  requireNoFiles(place, ["searchfit.config.json"], true);
});

it.each([
  ['{"type":"module"}', "ts"],
  ['{"type":"commonjs"}', "json"],
  ["{}", "json"],
  ["broken", "json"],
])("takes the form that Node reads beside a package.json of %s", (content, format) => {
  const place = made(content.replaceAll(/\W/gu, "-"));
  writeFileSync(join(place, "package.json"), content);
  mkdirSync(join(place, "below"));
  expect(configFormat(join(place, "below"))).toBe(format);
});

it.each(["ts", "json"] as const)(
  "writes settings as %s that reads back the same",
  async (format) => {
    const place = made(`read-back-${format}`);
    const settings = {
      experiment: "shop",
      source: 'csv:a "b" \\ `${c}` */ \u2028 "x": .csv',
      database: { table: "products", columns: { id: "sku" } },
      generation: { maxCostUsd: 0.5 },
    };
    const name = `searchfit.config.${format}`;
    await writeNewFiles(place, { [name]: configFileText(settings, format) }, false);
    expect(await readConfigFile(place)).toEqual(settings);
  },
);
