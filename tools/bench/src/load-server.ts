// Memory and answers of a server under a load that is a multiple of what it can do: first as many requests as
// it answers in peace (a few clients, one request each), then that rate times --times for --seconds, then
// nothing. Ten times is an overload (only 200 and 429 are right, and the memory stays below 1.5 times the
// steady one); --times 0.7 --seconds 3600 is a soak. Resident memory as the server's /metrics tells it. JSON on
// stdout; ends with 1 when an answer or the memory is not right.
// Run: node --conditions=@searchfit/source tools/bench/src/load-server.ts --url http://… [--key KEY]
//        [--times 10] [--seconds 60] [--steady 20] [--every 5] [--texts 16] [--clients 4] [--connections 256]
//        [--most 1.5]
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { median } from "./ratios.ts";

const { values } = parseArgs({
  options: {
    url: { type: "string", default: "http://127.0.0.1:8001" },
    key: { type: "string", default: "" },
    times: { type: "string", default: "10" },
    seconds: { type: "string", default: "60" },
    steady: { type: "string", default: "20" },
    every: { type: "string", default: "5" },
    texts: { type: "string", default: "16" },
    clients: { type: "string", default: "4" },
    connections: { type: "string", default: "256" },
    most: { type: "string", default: "1.5" },
  },
});
const number = (name: keyof typeof values) => Number(values[name]);
const noneFree = "no connection free";
const authorization = `Bearer ${values.key}`;
const agent = new Agent({ keepAlive: true });
const input = Array.from({ length: number("texts") }, (_, at) =>
  `jacket ${at} for hiking in the rain, with a hood and pockets; `.repeat(3),
);
const body = JSON.stringify({ model: "any", input });

/** Status of one request; an error's code where there was none. */
function post(): Promise<string> {
  return new Promise((resolve) => {
    const headers = {
      authorization,
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    };
    const url = `${values.url}/v1/embeddings`;
    const call = request(url, { method: "POST", agent, headers }, (reply) => {
      reply.resume().on("end", () => {
        const fits = reply.statusCode !== 429 || Number(reply.headers["retry-after"]) >= 1;
        resolve(fits ? String(reply.statusCode) : "429 without retry-after");
      });
    });
    call.on("error", (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
    call.end(body);
  });
}

/** Resident memory of the server in MB. */
async function memory(): Promise<number> {
  const reply = await fetch(`${values.url}/metrics`, { headers: { authorization } });
  const line = /^process_resident_memory_bytes (\S+)/mu.exec(await reply.text());
  return Math.round(Number(line?.[1]) / 1e6);
}

/** Looks at the memory every so often until something ends. */
async function watch(until: Promise<unknown>): Promise<number[]> {
  const seen: number[] = [];
  let ended = false;
  const end = until.finally(() => (ended = true));
  for (;;) {
    await Promise.race([end, sleep(number("every") * 1000)]);
    seen.push(await memory());
    if (ended) return seen;
  }
}

/** Clients that ask one request after the other; resolves with the requests a second. */
async function steadily(seconds: number): Promise<number> {
  const from = performance.now();
  let answered = 0;
  const client = async () => {
    while (performance.now() - from < seconds * 1000) if ((await post()) === "200") answered += 1;
  };
  await Promise.all(Array.from({ length: number("clients") }, client));
  return (answered * 1000) / (performance.now() - from);
}

/**
 * Sends so many requests a second whatever is answered, as long as connections are free; resolves with
 * how often each status came, and how often none was free.
 */
async function atRate(rate: number, seconds: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const open = new Set<Promise<void>>();
  const from = performance.now();
  for (let sent = 0; ;) {
    const elapsed = (performance.now() - from) / 1000;
    if (elapsed > seconds) break;
    for (; sent < rate * elapsed; sent++) {
      if (open.size >= number("connections")) {
        counts[noneFree] = (counts[noneFree] ?? 0) + 1;
        continue;
      }
      const one = post().then((status) => {
        counts[status] = (counts[status] ?? 0) + 1;
        open.delete(one);
      });
      open.add(one);
    }
    await sleep(5);
  }
  await Promise.all(open);
  return counts;
}

const atStart = await memory();
let rate = 0;
const steady = await watch(steadily(number("steady")).then((found) => (rate = found)));
let statuses: Record<string, number> = {};
const asked = rate * number("times");
const under = await watch(atRate(asked, number("seconds")).then((found) => (statuses = found)));
await sleep(number("every") * 1000);
const after = await memory();
agent.destroy();

const ratio = Math.max(...under) / median(steady);
const right = new Set(["200", "429", noneFree]);
const wrong = Object.keys(statuses).filter((status) => !right.has(status));
const result = {
  steady: { requestsPerSecond: round(rate), megabytes: { atStart, seen: steady } },
  load: { requestsPerSecond: round(asked), seconds: number("seconds"), statuses, megabytes: under },
  after: { megabytes: after },
  mostMemoryToSteady: round(ratio),
};
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exitCode =
  wrong.length === 0 && (statuses["200"] ?? 0) > 0 && ratio < number("most") ? 0 : 1;

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
