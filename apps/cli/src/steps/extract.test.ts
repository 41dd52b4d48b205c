import { join } from "node:path";
import { expect, it } from "vitest";
import { runSearchfit } from "../../test/run-searchfit.ts";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { writeLines } from "../../test/tiny-dataset.ts";

const folder = temporaryFolder();

it("refuses a text template where the database has the texts", async () => {
  writeLines(join(folder(), "config.json"), ['{"textTemplate":"{title}"}']);
  const words = ["extract", "--source", "embedded", "--config", "config.json", "--json"];
  const { code, stdout } = await runSearchfit(words, { folder: folder() });
  expect(JSON.parse(stdout)).toMatchObject({
    error: {
      code: "INVALID_SETTINGS",
      message: expect.stringContaining("textTemplate is for files"),
    },
  });
  expect(code).toBe(1);
});

it("refuses names of columns where there is no file of products", async () => {
  for (const source of ["embedded", "docs:."]) {
    const words = ["extract", "--source", source, "--queries", "rules", "--columns", "id=sku"];
    const { code, stdout } = await runSearchfit([...words, "--json"], { folder: folder() });
    expect(JSON.parse(stdout), source).toMatchObject({
      error: { code: "INVALID_SETTINGS", hint: expect.stringContaining("database.columns") },
    });
    expect(code).toBe(1);
  }
});

it("names the flag for a file whose columns have other names", async () => {
  writeLines(join(folder(), "shop.csv"), ["sku;name;body_html;product_type", "1;A;B;C"]);
  const words = ["extract", "--source", "shop.csv", "--queries", "rules", "--experiment", "shop"];
  const { code, stderr } = await runSearchfit(words, { folder: folder() });
  expect(stderr).toContain("  fields are separated by semicolons, not commas\n");
  expect(stderr).toContain('expected a column "id" and "title", got "sku", "name", "body_html"');
  expect(stderr).toContain(
    "Hint: Name them: --columns id=sku,title=name,description=body_html,category=product_type\n",
  );
  expect(code).toBe(1);
});

it("refuses ids that no run can hold, before anything is paid", async () => {
  const rows = Array.from({ length: 12 }, (_, row) => `SKU ${row},Desk ${row}`);
  writeLines(join(folder(), "blanks.csv"), ["id,title", ...rows]);
  const words = ["extract", "--source", "blanks.csv", "--queries", "rules", "--experiment", "ids"];
  const { code, stderr } = await runSearchfit(words, { folder: folder() });
  expect(stderr).toContain('Expected ids without blanks, got "SKU 0", "SKU 1"');
  expect(stderr).toContain("and 7 more.");
  expect(code).toBe(1);
});
