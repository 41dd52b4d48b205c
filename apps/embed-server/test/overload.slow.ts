import { join } from "node:path";
import { expect, it } from "vitest";
import { runProgram } from "../../../tools/test-kit/src/run-program.ts";
import { startBin } from "./start-bin.ts";
import { tinyModel } from "./tiny-model.ts";

it("answers more than it can do with 200 and 429 only, and is as before afterwards", async () => {
  const flags = ["--workers", "1", "--max-waiting", "4", "--batch-tokens", "64"];
  const quiet = ["--port", "0", "--json", "--log-level", "error"];
  const bin = startBin(["--model", tinyModel, ...flags, ...quiet]);
  const { url } = JSON.parse(await bin.firstLine) as { url: string };
  const ask = async (input: readonly string[]) => {
    const reply = await fetch(`${url}/v1/embeddings`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ input }),
    });
    const body = (await reply.json()) as { data?: unknown[] };
    return { status: reply.status, after: reply.headers.get("retry-after"), body };
  };
  const texts = Array.from({ length: 4 }, (_, index) => `jacket ${index} for hiking in the rain`);
  const seen = new Map<number, number>();
  const client = async () => {
    for (let call = 0; call < 20; call++) {
      const { status, after, body } = await ask(texts);
      seen.set(status, (seen.get(status) ?? 0) + 1);
      if (status === 200) expect(body.data).toHaveLength(4);
      else expect(Number(after)).toBeGreaterThanOrEqual(1);
    }
  };
  await Promise.all(Array.from({ length: 64 }, client));
  expect([...seen.keys()].filter((status) => status !== 200 && status !== 429)).toEqual([]);
  expect(seen.get(200)).toBeGreaterThan(0);
  expect((await ask(["red shoe"])).status).toBe(200);
  const info = await (await fetch(`${url}/api/info`)).json();
  expect(info).toMatchObject({ queue: { waiting: 0, running: 0 } });
  bin.signal("SIGTERM");
  expect(await bin.ended).toMatchObject({ code: 0, stderr: "" });
});

it("under ten times its load for 10 s answers with 200 and 429 only and takes little more memory", async () => {
  const program = join(import.meta.dirname, "../../../tools/bench/src/load-server.ts");
  const quiet = ["--port", "0", "--json", "--log-level", "error"];
  const bin = startBin(["--model", tinyModel, "--workers", "1", ...quiet]);
  const { url } = JSON.parse(await bin.firstLine) as { url: string };
  const length = ["--seconds", "10", "--steady", "5", "--every", "1", "--most", "2"];
  const args = ["--conditions=@searchfit/source", program, "--url", url, ...length];
  const { load, mostMemoryToSteady } = JSON.parse(await runProgram(process.execPath, args)) as {
    load: { statuses: Record<string, number> };
    mostMemoryToSteady: number;
  };
  expect(Object.keys(load.statuses)).toEqual(expect.arrayContaining(["200", "429"]));
  expect(mostMemoryToSteady).toBeLessThan(2); // 1.5 is for a model that is not tiny
  bin.signal("SIGTERM");
  expect(await bin.ended).toMatchObject({ code: 0, stderr: "" });
});
