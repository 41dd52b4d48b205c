import { monitorEventLoopDelay } from "node:perf_hooks";
import { expect, it } from "vitest";
import { until } from "../../../tools/test-kit/src/until.ts";
import { startBin } from "./start-bin.ts";
import { tinyModel } from "./tiny-model.ts";

/** How a stop under load went. */
interface Stop {
  /** Codes and statuses of requests that were not answered with 200. */
  readonly failures: readonly string[];
  /** The longest time for which this process stood still after the signal. */
  readonly stillMs: number;
  /** How the server ended. */
  readonly end: unknown;
}

/** Longer than this and the server may rightly have taken our connections for idle ones. */
const longestStillMs = 200;

it("drops no request of kept-alive connections at SIGTERM under load", async () => {
  let stop = await stopUnderLoad();
  for (let more = 4; more > 0 && stop.failures.length > 0; more -= 1) {
    if (stop.stillMs < longestStillMs) break; // nobody's fault but the server's
    stop = await stopUnderLoad();
  }
  expect(stop.failures).toEqual([]);
  expect(stop.end).toMatchObject({ code: 0, stderr: "" });
});

async function stopUnderLoad(): Promise<Stop> {
  const bin = startBin(["--model", tinyModel, "--port", "0", "--json", "--log-level", "error"]);
  const { url } = JSON.parse(await bin.firstLine) as { url: string };
  let answered = 0;
  const failures: string[] = [];
  const client = async () => {
    for (;;) {
      try {
        const reply = await fetch(`${url}/embed`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ text: "rain jacket for hiking" }),
        });
        await reply.json();
        if (reply.status === 200) answered += 1;
        else failures.push(String(reply.status));
      } catch (error) {
        const { code } = (error as { cause: { code: string } }).cause;
        if (code === "ECONNREFUSED") return; // not listening any more: nothing was accepted
        failures.push(code);
      }
    }
  };
  const clients = Array.from({ length: 32 }, client);
  await until("it is under load", () => answered >= 500);
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  bin.signal("SIGTERM");
  await Promise.all(clients);
  const end = await bin.ended;
  delay.disable();
  return { failures, stillMs: delay.max / 1e6, end };
}
