import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDatabase } from "./read-database.ts";
import { readEnvironment } from "./read-environment.ts";
import { readTable } from "./read-table.ts";

const nowhere = "/does/not/exist";
let temporary: string;

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), "reembed-"));
});
afterAll(() => rm(temporary, { recursive: true }));

describe("the database", () => {
  it("is the one of the flags, before the environment's", () => {
    const environment = { DATABASE_URL: "postgresql://b/b" };
    expect(readDatabase({ databaseUrl: "postgresql://a/a" }, environment, nowhere)).toEqual({
      kind: "server",
      options: { connectionString: "postgresql://a/a" },
    });
    expect(readDatabase({ databaseFolder: "db" }, environment, nowhere)).toEqual({
      kind: "embedded",
      folder: "db",
    });
  });

  it("is put together from DB_* variables", () => {
    const environment = {
      DB_HOST: "db.example",
      DB_PORT: "5433",
      DB_NAME: "shop",
      DB_USERNAME: "me",
      DB_PASSWORD: "p w",
    };
    expect(readDatabase({}, environment, nowhere)).toEqual({
      kind: "server",
      options: { host: "db.example", port: 5433, database: "shop", user: "me", password: "p w" },
    });
  });

  it("is the one that searchfit train has made where nothing is said", async () => {
    const folder = join(temporary, ".searchfit", "database");
    await mkdir(folder, { recursive: true });
    expect(readDatabase({}, {}, temporary)).toEqual({ kind: "embedded", folder });
  });

  it.each([
    [{ databaseUrl: "postgresql://a/a", databaseFolder: "db" }, {}, "INVALID_SETTING"],
    [{}, { DB_HOST: "a", DB_PORT: "many" }, "INVALID_SETTING"],
    [{}, {}, "DATABASE_NOT_GIVEN"],
  ])("is asked for when it is not clear: %j %j", (flags, environment, code) => {
    expect(() => readDatabase(flags, environment, nowhere)).toThrow(
      expect.objectContaining({ code, hint: expect.any(String) }),
    );
  });
});

describe("the table", () => {
  const place = { schema: "public", table: "items" };

  it("may have columns of other names, and none for what it lacks", () => {
    const column = ["id=sku", "title_embedding=", "searchable_content=a=b"];
    expect(readTable({ ...place, column })).toEqual({
      ...place,
      columns: { id: "sku", titleEmbedding: null, searchableContent: "a=b" },
    });
  });

  it.each(["nonsense=x", "id=", "id", "toString=x"])("refuses --column %s", (column) => {
    expect(() => readTable({ ...place, column: [column] })).toThrow(
      expect.objectContaining({ code: "INVALID_SETTING" }),
    );
  });
});

describe("the environment", () => {
  it("adds what a .env file says, and leaves empty variables out", async () => {
    await writeFile(join(temporary, ".env"), "DB_HOST=file\nDB_NAME=file\n");
    const environment = readEnvironment(temporary, { DB_HOST: "shell", DB_PORT: "" });
    expect(environment).toEqual({ DB_HOST: "shell", DB_NAME: "file" });
  });
});
