import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../../tools/test-kit/src/temporary-folder.ts";
import { prepareFolder } from "./embedded-folder.ts";
import { openEmbedded } from "./open-embedded.ts";

describe("the folder of an embedded database", () => {
  it("is refused when it holds other files or another version, and left alone", async () => {
    await using temporary = await temporaryFolder();
    const folder = join(temporary.path, "db");
    await mkdir(folder);
    await writeFile(join(folder, "photo.jpg"), "x");
    const opening = openEmbedded({ folder });
    await expect(opening).rejects.toMatchObject({ code: "DATABASE_FOLDER_UNUSABLE" });
    await expect(opening).rejects.toThrow("a folder with other files in it");
    await writeFile(join(folder, "PG_VERSION"), "17\n");
    await expect(openEmbedded({ folder })).rejects.toThrow("one of PostgreSQL 17");
    expect(await readdir(folder)).toEqual(["PG_VERSION", "photo.jpg"]);
  });

  it("is refused when a file stands in its way", async () => {
    await using temporary = await temporaryFolder();
    await writeFile(join(temporary.path, "file"), "x");
    for (const folder of [join(temporary.path, "file"), join(temporary.path, "file", "db")]) {
      const opening = openEmbedded({ folder });
      await expect(opening).rejects.toMatchObject({ code: "DATABASE_FOLDER_UNUSABLE" });
    }
  });

  it("is not there when making it failed, and what an earlier try left is removed", async () => {
    await using temporary = await temporaryFolder();
    const folder = join(temporary.path, "db");
    await mkdir(join(temporary.path, "db.making-123"));
    const making = prepareFolder(folder, async (path) => {
      await mkdir(path);
      throw new Error("ENOSPC");
    });
    await expect(making).rejects.toMatchObject({ code: "DATABASE_FOLDER_UNUSABLE" });
    expect(await readdir(temporary.path)).toEqual([]);
  });
});
