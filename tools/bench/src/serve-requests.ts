// Requests a second and latency of POST /v1/embeddings with one short text, for 1, 8 and 64 clients,
// of several servers in turn, round by round.
// Run: node --conditions=@searchfit/source tools/bench/src/serve-requests.ts --url NAME=http://… [--url …]
//        [--seconds 5] [--rounds 3] [--clients 1,8,64] [--path /v1/embeddings]
import { Agent, request } from "node:http";
import { parseArgs } from "node:util";
import { median, shownRatio } from "./ratios.ts";

const { values } = parseArgs({
  options: {
    url: { type: "string", multiple: true, default: [] },
    seconds: { type: "string", default: "5" },
    rounds: { type: "string", default: "3" },
    clients: { type: "string", default: "1,8,64" },
    path: { type: "string", default: "/v1/embeddings" },
  },
});
const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)];
const servers = values.url.map((text) => {
  const at = text.indexOf("=");
  return { name: text.slice(0, at), url: `${text.slice(at + 1)}${values.path}` };
});
const words = "rain jacket shoe lamp coffee pot desk trail wool sock knife pan board tent".split(
  " ",
);
let asked = 0;

/** A short text that no cache has seen. */
function shortText(): string {
  asked += 1;
  const at = (step: number) => words[Math.floor(asked / step) % words.length] ?? "";
  return `${at(1)} ${at(14)} ${at(196)} ${asked}`;
}

/** One request on a kept-alive connection; resolves with its milliseconds. */
function post(url: string, agent: Agent): Promise<number> {
  const body = JSON.stringify({ model: "any", input: shortText() });
  const from = performance.now();
  return new Promise((resolve, reject) => {
    const headers = {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    };
    const call = request(url, { method: "POST", agent, headers }, (reply) => {
      reply.on("data", () => undefined);
      reply.on("end", () => {
        if (reply.statusCode === 200) resolve(performance.now() - from);
        else reject(new Error(`${url} answered ${String(reply.statusCode)}`));
      });
    });
    call.on("error", reject).end(body);
  });
}

interface Load {
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
}

async function load(url: string, clients: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const times: number[] = [];
  const from = performance.now();
  const end = from + seconds * 1000;
  const client = async () => {
    while (performance.now() < end) times.push(await post(url, agent));
  };
  await Promise.all(Array.from({ length: clients }, client));
  const elapsed = (performance.now() - from) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;
  return { rate: times.length / elapsed, p50: at(0.5), p99: at(0.99) };
}

for (const { url } of servers) await post(url, new Agent()); // warm, and fail early
for (const clients of values.clients.split(",").map(Number)) {
  const loads = servers.map((): Load[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, { url }] of servers.entries()) loads[index]?.push(await load(url, clients));
  }
  for (const [index, { name }] of servers.entries()) {
    const own = loads[index] ?? [];
    const middle = (of: (load: Load) => number) => median(own.map(of)).toFixed(1);
    const ratios = own.map(({ rate }, round) => rate / (loads[0]?.[round]?.rate ?? NaN));
    const beside = index === 0 ? "" : `, ${shownRatio(ratios)} times ${servers[0]?.name ?? ""}`;
    process.stdout.write(
      `${clients} clients, ${name}: ${middle((l) => l.rate)} requests/s, p50 ${middle((l) => l.p50)} ms, p99 ${middle((l) => l.p99)} ms${beside}\n`,
    );
  }
}
