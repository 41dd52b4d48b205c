import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { createEmbedder, normalizeRows } from "@searchfit/onnx-embedder";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runProgram } from "../../../tools/test-kit/src/run-program.ts";
import { installNpmPackages } from "./install-npm-packages.ts";
import { installPythonPackages } from "./install-python-packages.ts";
import { startBin, type StartedBin } from "./start-bin.ts";
import { tinyModel } from "./tiny-model.ts";

const npmPackages = [
  ...["openai@7.57.0", "@langchain/openai@1.6.0", "@langchain/core@1.4.0"],
  ...["ai@7.0.173", "@ai-sdk/openai-compatible@3.0.92", "zod@4.1.13"],
];
const key = "key-of-the-tests";
let bin: StartedBin;
let url: string;
/** What the model gives for the clients' texts, in full and in 16 dimensions. */
let vectors: number[][];
let short: number[];

beforeAll(async () => {
  const args = ["--model", tinyModel, "--matryoshka", "16", "--workers", "1", "--port", "0"];
  bin = startBin([...args, "--json", "--log-level", "error"], {
    env: { EMBED_SERVER_API_KEY: key },
  });
  ({ url } = JSON.parse(await bin.firstLine) as { url: string });
  const embedder = await createEmbedder({ folder: tinyModel });
  const { data, dimensions } = await embedder.embedDocuments(["waterproof jacket", "red shoe"]);
  await embedder.close();
  const shoe = data.slice(dimensions);
  vectors = [[...data.slice(0, dimensions)], [...shoe]];
  short = [...normalizeRows(shoe.slice(0, 16), 16)];
});

afterAll(async () => {
  bin.signal("SIGTERM");
  expect(await bin.ended).toMatchObject({ code: 0, stderr: "" });
});

/** Runs a client's program where its packages are installed; resolves with what it printed. */
async function runClient(name: string): Promise<Record<string, unknown>> {
  const program = join(import.meta.dirname, "clients", name);
  const run = async (interpreter: string, path: string) =>
    JSON.parse(await runProgram(interpreter, [path, url, key])) as Record<string, unknown>;
  if (name.endsWith(".py")) {
    return run(await installPythonPackages(["openai==3.54.0"]), program);
  }
  const copy = join(await installNpmPackages(npmPackages), name);
  await copyFile(program, copy); // packages are looked for beside a program
  return run(process.execPath, copy);
}

function expectVectors(got: unknown, expected: readonly (readonly number[])[]): void {
  const rows = got as number[][];
  expect(rows.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
  for (const [row, values] of expected.entries()) {
    for (const [at, value] of values.entries()) expect(rows[row]?.[at]).toBeCloseTo(value, 6);
  }
}

it.each(["openai.mjs", "openai_client.py"])(
  "the official client gets the model's vectors, models and errors (%s)",
  async (name) => {
    const got = await runClient(name);
    expectVectors(got.vectors, vectors);
    expectVectors(got.floats, vectors);
    expectVectors([got.short], [short]);
    expect(got.models).toEqual([tinyModel]);
    expect(got.usage).toMatchObject({ prompt_tokens: expect.any(Number) });
    expect(got.failed).toEqual(["BadRequestError", 400, "invalid_request", "dimensions"]);
    expect(got.refused).toEqual(["AuthenticationError", 401, "invalid_api_key"]);
  },
);

it("LangChain gets the model's vectors and errors", async () => {
  const got = await runClient("langchain.mjs");
  expectVectors(got.vectors, vectors);
  expectVectors([got.query, got.short], [vectors[1] ?? [], short]);
  expect(got.failed).toBe(400);
});

it("the AI SDK gets the model's vectors and errors", async () => {
  const got = await runClient("ai-sdk.mjs");
  expectVectors(got.vectors, vectors);
  expectVectors([got.short], [short]);
  expect(got.failed).toEqual(["AI_APICallError", 400, expect.stringContaining('"dimensions"')]);
});
