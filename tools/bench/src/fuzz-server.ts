// Sends bodies made by chance to every POST route of a server, as its /openapi.json describes them:
// no crash, no answer of 5xx, every refusal in the documented shape. Counts as JSON on stdout; ends with 1
// when there is a finding.
// Run: node --conditions=@searchfit/source tools/bench/src/fuzz-server.ts --url http://… [--key KEY]
//        [--count 100000] [--seed 1] [--clients 16]
import { Agent, request } from "node:http";
import { parseArgs } from "node:util";
import { fuzzedRequest, type FuzzedRequest, type FuzzedRoute } from "./fuzz/fuzzed-request.ts";
import { seededRandom } from "./fuzz/seeded-random.ts";

const { values } = parseArgs({
  options: {
    url: { type: "string", default: "http://127.0.0.1:8001" },
    key: { type: "string", default: "" },
    count: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    clients: { type: "string", default: "16" },
  },
});
const authorization = `Bearer ${values.key}`;
const agent = new Agent({ keepAlive: true, maxSockets: Number(values.clients) });
const allowed = new Set([200, 400, 413, 415, 429]);

/** What a server answered. */
interface Answer {
  readonly status: number;
  readonly text: string;
}

function send({ path, contentType, body }: FuzzedRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const type = contentType === undefined ? {} : { "content-type": contentType };
    const headers = { authorization, "content-length": body.length, ...type };
    const call = request(`${values.url}${path}`, { method: "POST", agent, headers }, (reply) => {
      let text = "";
      reply.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      reply.on("end", () => {
        resolve({ status: reply.statusCode ?? 0, text });
      });
      reply.on("error", reject);
    });
    call.on("error", reject).end(body);
  });
}

/** What is wrong with an answer; undefined: nothing. */
function finding({ status, text }: Answer): string | undefined {
  if (!allowed.has(status)) return `status ${status}`;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return "an answer that is not JSON";
  }
  if (status === 200) return undefined;
  const { error } = body as { readonly error?: { readonly message?: unknown } };
  return typeof error?.message === "string" ? undefined : "a refusal without a message";
}

async function readRoutes(): Promise<readonly FuzzedRoute[]> {
  const reply = await fetch(`${values.url}/openapi.json`, { headers: { authorization } });
  const { paths } = (await reply.json()) as { readonly paths: Record<string, PathItem> };
  return Object.entries(paths).flatMap(([path, { post }]) => {
    const schema = post?.requestBody?.content["application/json"].schema;
    return schema === undefined ? [] : [{ path, fields: Object.keys(schema.properties) }];
  });
}

interface PathItem {
  readonly post?: {
    readonly requestBody?: {
      readonly content: { "application/json": { schema: { properties: Record<string, unknown> } } };
    };
  };
}

const routes = await readRoutes();
const random = seededRandom(Number(values.seed));
const counts: Record<string, Record<string, number>> = {};
const findings: string[] = [];
let left = Number(values.count);

async function client(): Promise<void> {
  while (left-- > 0) {
    if (left > 0 && left % 5000 === 0) process.stderr.write(`${left} left\n`);
    const sent = fuzzedRequest(routes, random);
    const answer = await send(sent).catch((error: unknown) => ({ status: 0, text: String(error) }));
    const ofKind = (counts[sent.kind] ??= {});
    ofKind[answer.status] = (ofKind[answer.status] ?? 0) + 1;
    const wrong = finding(answer);
    // A server may end the connection of a body that is too large before it has read all of it.
    if (wrong === undefined || (answer.status === 0 && sent.body.length > 4_194_304)) continue;
    const body = sent.body.toString("latin1").slice(0, 300);
    findings.push(`${sent.kind} ${sent.path} ${body}: ${wrong} ${answer.text.slice(0, 300)}`);
  }
}

await Promise.all(Array.from({ length: Number(values.clients) }, client));
agent.destroy();
const health = await fetch(`${values.url}/health`).then(
  ({ status }) => status,
  () => 0,
);
if (health !== 200) findings.push(`the server does not live any more: ${health}`);
const result = { routes: routes.map(({ path }) => path), counts, findings: findings.slice(0, 20) };
process.stdout.write(`${JSON.stringify(result, null, 1)}\n`);
process.exitCode = findings.length === 0 ? 0 : 1;
