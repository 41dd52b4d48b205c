import { availableParallelism } from "node:os";
import { expect, it } from "vitest";
import { EmbedServerError } from "../embed-server-error.ts";
import { serveCommand, type ServeFlags } from "./flags.ts";
import { readSettings, type Environment } from "./read-settings.ts";

function settings(args: readonly string[], environment: Environment = {}) {
  const command = serveCommand("0.0.0").parse(args, { from: "user" });
  return readSettings(command.opts<ServeFlags & Record<string, unknown>>(), environment);
}

function codeOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error instanceof EmbedServerError ? [error.code, error.hint] : error;
  }
  return undefined;
}

it("listens on 127.0.0.1:8001 with fp32 unless told otherwise", () => {
  expect(settings(["--model", "m"])).toEqual({
    model: "m",
    models: ["m"],
    follow: false,
    judgments: undefined,
    reranker: undefined,
    precision: "fp32",
    workers: expect.any(Number),
    threads: 1,
    aloneThreads: Math.min(4, availableParallelism()),
    batchTokens: 1024,
    matryoshka: [],
    host: "127.0.0.1",
    port: 8001,
    database: undefined,
    table: { schema: "public", table: "ingested_records" },
    ranking: { column: "content", method: "exact" },
    lexicalWeight: 0,
    experiment: undefined,
    apiKey: undefined,
    limits: { maxBodyBytes: 4_194_304, maxTexts: 2048, maxWaiting: 2048 },
    logLevel: "info",
  });
});

it("ranks by what the flags say, and by a title's weight only where titles count", () => {
  const fused = ["--model", "m", "--vectors", "fused", "--title-weight", "0.3", "--approximate"];
  expect(settings(fused).ranking).toEqual({
    column: "fused",
    titleWeight: 0.3,
    method: "approximate",
  });
  expect(codeOf(() => settings(["--model", "m", "--title-weight", ".3"]))).toEqual([
    "INVALID_SETTING",
    "Add --vectors fused, or leave --title-weight out.",
  ]);
});

it("lets words count, and searches an experiment instead of a database, where that says something", () => {
  const experiment = ["--model", "m", "--experiment", "e"];
  const environment = { DATABASE_URL: "postgresql://db/shop" };
  expect(settings([...experiment, "--lexical-weight", "0.2"], environment)).toMatchObject({
    experiment: "e",
    lexicalWeight: 0.2,
    database: undefined,
  });
  expect(settings(["--model", "m", "--lexical-weight", "1"], environment).lexicalWeight).toBe(1);
  for (const [args, hint] of [
    [["--model", "m", "--lexical-weight", "0.2"], "Give --experiment or a database, or"],
    [[...experiment, "--approximate"], "Leave --approximate out."],
    [[...experiment, "--database-folder", "d"], "Leave one of them out."],
    [[...experiment, "--follow"], "Set DATABASE_URL, DB_HOST or --database-folder, or"],
  ] as const) {
    expect(codeOf(() => settings(args))).toEqual([
      "INVALID_SETTING",
      expect.stringContaining(hint),
    ]);
  }
});

it("takes the model from EMBED_MODEL_ID, and the flag over it", () => {
  expect(settings([], { EMBED_MODEL_ID: "env" }).model).toBe("env");
  expect(settings(["--model", "flag"], { EMBED_MODEL_ID: "env" }).model).toBe("flag");
});

it("names the flag and the variable when no model is given, also when it is empty", () => {
  for (const environment of [{}, { EMBED_MODEL_ID: " " }]) {
    expect(codeOf(() => settings([], environment))).toEqual([
      "MODEL_NOT_GIVEN",
      "Give --model FOLDER or set EMBED_MODEL_ID, for example to experiments/default/model.",
    ]);
  }
});

it("takes the database from flags, then DATABASE_URL, then DB_HOST and its companions", () => {
  const url = { DATABASE_URL: "postgresql://env/db" };
  const parts = {
    DB_HOST: "h",
    DB_PORT: "5433",
    DB_NAME: "n",
    DB_USERNAME: "u",
    DB_PASSWORD: "p",
  };
  const databaseOf = (args: readonly string[], environment: Environment) =>
    settings(["--model", "m", ...args], environment).database;
  expect(databaseOf(["--database-folder", "f"], { ...url, ...parts })).toEqual({
    kind: "embedded",
    folder: "f",
  });
  expect(databaseOf(["--database-url", "postgresql://flag/db"], url)).toEqual({
    kind: "server",
    options: { connectionString: "postgresql://flag/db" },
  });
  expect(databaseOf([], { ...url, ...parts })).toEqual({
    kind: "server",
    options: { connectionString: "postgresql://env/db" },
  });
  expect(databaseOf([], parts)).toEqual({
    kind: "server",
    options: { host: "h", port: 5433, database: "n", user: "u", password: "p" },
  });
  expect(databaseOf([], { DB_HOST: "h", DB_PASSWORD: "" })).toEqual({
    kind: "server",
    options: { host: "h" },
  });
});

it("refuses two databases at once and a port that is none", () => {
  const both = ["--model", "m", "--database-folder", "f", "--database-url", "u"];
  expect(codeOf(() => settings(both))).toEqual(["INVALID_SETTING", "Leave one of them out."]);
  const wrong = { EMBED_MODEL_ID: "m", DB_HOST: "h", DB_PORT: "54x" };
  expect(codeOf(() => settings([], wrong))).toEqual([
    "INVALID_SETTING",
    "Correct DB_PORT, or leave it out for 5432.",
  ]);
});

it("takes the API key from the environment only", () => {
  const environment = { EMBED_MODEL_ID: "m", EMBED_SERVER_API_KEY: "k" };
  expect(settings([], environment).apiKey).toBe("k");
});

it("takes several models only with --follow, which wants a database", () => {
  const two = ["--model", "a", "--model", "b"];
  const env = { DATABASE_URL: "postgresql://h/db" };
  expect(settings([...two, "--follow"], env)).toMatchObject({ models: ["a", "b"], follow: true });
  expect(codeOf(() => settings(two))).toMatchObject([
    "INVALID_SETTING",
    expect.stringContaining("--follow"),
  ]);
  expect(codeOf(() => settings([...two, "--follow"]))).toMatchObject([
    "INVALID_SETTING",
    expect.stringContaining("DATABASE_URL"),
  ]);
});

it("reads sizes, workers and the cross-encoder", () => {
  const args = ["--model", "m", "--matryoshka", "256, 128", "--workers", "3", "--max-waiting", "9"];
  expect(settings(args, { RERANK_MODEL_ID: "ce" })).toMatchObject({
    matryoshka: [256, 128],
    workers: 3,
    reranker: "ce",
    limits: { maxWaiting: 9 },
  });
});
