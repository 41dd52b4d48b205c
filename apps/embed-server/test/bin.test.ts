import { once } from "node:events";
import { createServer, request, type IncomingMessage } from "node:http";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startBin } from "./start-bin.ts";
import { tinyModel } from "./tiny-model.ts";

const run = (...parameters: Parameters<typeof startBin>) => startBin(...parameters).ended;
const patience = 300_000;

/** Sends a request's head and waits until the server has it; then `finish` sends the rest. */
async function sendSlowly(url: string, body: object) {
  const text = JSON.stringify(body);
  const sent = request(url, {
    method: "POST",
    headers: {
      ...{ "content-type": "application/json", authorization: "Bearer k" },
      ...{ "content-length": Buffer.byteLength(text), expect: "100-continue" },
    },
  });
  const answered = once(sent, "response");
  sent.flushHeaders();
  await once(sent, "continue");
  return {
    finish: async () => {
      sent.end(text);
      const [answer] = (await answered) as [IncomingMessage];
      answer.resume();
      return answer.statusCode;
    },
  };
}

it("shows examples and exit codes with --help", { timeout: patience }, async () => {
  const { code, stdout, stderr } = await run(["--help"]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("Usage: embed-server");
  expect(stdout).toContain("Examples:");
  expect(stdout).toContain("EMBED_MODEL_ID");
});

it("ends with 1 and a hint when no model is given", { timeout: patience }, async () => {
  const { code, stdout, stderr } = await run([]);
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toBe(
    "Expected a model folder, got none.\n" +
      "Hint: Give --model FOLDER or set EMBED_MODEL_ID, for example to experiments/default/model.\n" +
      "More: docs/troubleshooting.md, MODEL_NOT_GIVEN\n",
  );
});

it("tells errors as one JSON document with --json", { timeout: patience }, async () => {
  const missing = await run(["--json"], { env: { EMBED_MODEL_ID: "sentence-transformers/none" } });
  expect([missing.code, missing.stderr]).toEqual([1, ""]);
  expect(JSON.parse(missing.stdout)).toEqual({
    error: {
      code: "MODEL_FOLDER_MISSING",
      message:
        'Expected the model to be a folder, got "sentence-transformers/none", which is none.',
      hint: expect.stringContaining("names of hub models are not looked up"),
      details: { folder: "sentence-transformers/none" },
    },
  });
  const usage = await run(["--json", "--port", "99999"]);
  expect([usage.code, usage.stderr]).toEqual([2, ""]);
  expect(JSON.parse(usage.stdout).error.code).toBe("USAGE");
});

it("ends with 2 on flags that it does not know", { timeout: patience }, async () => {
  const { code, stderr } = await run(["--modle", "x"]);
  expect(code).toBe(2);
  expect(stderr).toContain("unknown option '--modle'");
  expect(stderr).toContain("Hint: see embed-server --help.");
});

it("ends with 1 when the database does not answer", { timeout: patience }, async () => {
  const args = ["--model", tinyModel, "--port", "0"];
  const env = { DATABASE_URL: "postgresql://u:geheim@127.0.0.1:1/db" };
  const { code, stderr } = await run(args, { env });
  expect(code).toBe(1);
  expect(stderr).toContain("Expected a PostgreSQL server at u@127.0.0.1:1/db");
  expect(stderr).toContain("Hint: ");
  expect(stderr).not.toContain("geheim");
});

it("ends with 1 when the port is taken", { timeout: patience }, async () => {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  const { port } = other.address() as { port: number };
  const { code, stderr } = await run(["--model", tinyModel, "--port", String(port)]);
  other.close();
  expect(code).toBe(1);
  expect(stderr).toContain(`Expected to listen on 127.0.0.1:${port}, got EADDRINUSE.`);
});

it(
  "reads .env, serves, finishes what it accepted at SIGTERM and ends with 0",
  { timeout: patience },
  async () => {
    const cwd = await mkdtemp(join(tmpdir(), "embed-server-"));
    const lines = `EMBED_MODEL_ID=${tinyModel}\nEMBED_SERVER_API_KEY=k\n`;
    await writeFile(join(cwd, ".env"), lines);
    const bin = startBin(["--port", "0", "--json"], { cwd });
    const ready = JSON.parse(await bin.firstLine) as { url: string; dimensions: number };
    expect(ready).toMatchObject({ model: tinyModel, dimensions: 32, search: "not configured" });
    const call = (path: string, body: object) =>
      fetch(`${ready.url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: "Bearer k" },
        body: JSON.stringify(body),
      });
    const reply = (await (await call("/embed", { text: "xyzzy shoe" })).json()) as object;
    expect(reply).toMatchObject({ dimensions: 32, model: tinyModel });
    await (await call("/embed", { text: "after" })).json();
    const input = Array.from({ length: 300 }, (_, index) => `jacket ${index} `.repeat(30));
    const slow = await sendSlowly(`${ready.url}/v1/embeddings`, { input });
    bin.signal("SIGTERM");
    expect(await slow.finish()).toBe(200);
    const { code, stdout, stderr } = await bin.ended;
    await rm(cwd, { recursive: true });
    expect(code).toBe(0);
    expect(stdout.trim().split("\n")).toHaveLength(1);
    expect(stderr).not.toMatch(/xyzzy|jacket/u);
    const entries = stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(entries.filter(({ msg }) => msg === "request")).toHaveLength(3);
  },
);

it("ends with 130 at SIGINT", { timeout: patience }, async () => {
  const bin = startBin(["--model", tinyModel, "--port", "0", "--log-level", "silent"]);
  expect(await bin.firstLine).toMatch(
    /^Serving .+ \(32 dimensions, fp32\) at http:\/\/127\.0\.0\.1:\d+/u,
  );
  bin.signal("SIGINT");
  expect(await bin.ended).toMatchObject({ code: 130, stderr: "" });
});

it("warns when it can be reached from elsewhere without a key", { timeout: patience }, async () => {
  const bin = startBin(["--model", tinyModel, "--port", "0", "--host", "0.0.0.0"]);
  await bin.firstLine;
  bin.signal("SIGTERM");
  expect((await bin.ended).stderr).toContain("without an API key");
});
