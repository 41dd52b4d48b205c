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
