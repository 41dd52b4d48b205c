// Product texts through POST /v1/embeddings of a saturated server against the same texts embedded in bulk
// (a pool of as many workers, the whole list sorted by length), round by round: the server is to keep most of
// the bulk rate. Vectors of both sides are compared.
// Run: node --conditions=@searchfit/source tools/bench/src/serve-bulk.ts --model FOLDER --products FILE.jsonl
//        [--url http://127.0.0.1:8001] [--precision fp32] [--workers 2] [--texts 256] [--clients 32]
//        [--texts-a-request 1,16] [--rounds 5]
import { Agent, request } from "node:http";
import { json } from "node:stream/consumers";
import { parseArgs } from "node:util";
import {
  createEmbedderPool,
  embedStream,
  parityOf,
  type Precision,
} from "@searchfit/onnx-embedder";
import { productText, readProducts } from "@searchfit/retrieval-dataset";
import { shownRatio } from "./ratios.ts";

const { values } = parseArgs({
  options: {
    model: { type: "string" },
    products: { type: "string" },
    url: { type: "string", default: "http://127.0.0.1:8001" },
    precision: { type: "string", default: "fp32" },
    workers: { type: "string", default: "2" },
    texts: { type: "string", default: "256" },
    clients: { type: "string", default: "32" },
    "texts-a-request": { type: "string", default: "1,16" },
    rounds: { type: "string", default: "5" },
  },
});
const { model: folder, products: file, precision, url } = values;
if (folder === undefined || file === undefined)
  throw new Error("--model and --products are needed");
const [count, workers, clients, rounds] = [
  ...[values.texts, values.workers, values.clients, values.rounds],
].map(Number) as [number, number, number, number];

const products = await readProducts(file);
const step = Math.max(1, Math.floor(products.length / count));
const texts = products
  .filter((_, at) => at % step === 0)
  .slice(0, count)
  .map(productText);
const embedder = await createEmbedderPool({
  folder,
  workers,
  precision: precision as Precision,
});
const { dimensions } = embedder.model;
const agent = new Agent({ keepAlive: true, maxSockets: clients });

interface Answer {
  readonly data: readonly { readonly embedding: string }[];
}

/** The vectors of some texts, as the server gives them. */
function ask(input: readonly string[]): Promise<Float32Array[]> {
  const body = JSON.stringify({ model: "any", input, encoding_format: "base64" });
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const options = { method: "POST", agent, headers };
    const call = request(`${url}/v1/embeddings`, options, (reply) => {
      if (reply.statusCode !== 200) reject(new Error(`${url} answered ${reply.statusCode ?? "?"}`));
      else json(reply).then((answer) => resolve(vectorsOf(answer as Answer)), reject);
    });
    call.on("error", reject).end(body);
  });
}

function vectorsOf({ data }: Answer): Float32Array[] {
  return data.map(({ embedding }) => {
    const bytes = Uint8Array.from(Buffer.from(embedding, "base64"));
    return new Float32Array(bytes.buffer);
  });
}

async function throughServer(textsARequest: number): Promise<Float32Array> {
  const all = new Float32Array(texts.length * dimensions);
  let next = 0;
  const client = async () => {
    while (next < texts.length) {
      const first = next;
      next += textsARequest;
      const rows = await ask(texts.slice(first, first + textsARequest));
      for (const [row, vector] of rows.entries()) all.set(vector, (first + row) * dimensions);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return all;
}

async function inBulk(): Promise<Float32Array> {
  const all = new Float32Array(texts.length * dimensions);
  let at = 0;
  const partSize = Math.ceil(texts.length / workers);
  for await (const part of embedStream(embedder, texts, { partSize, parallel: workers })) {
    all.set(part.data, at);
    at += part.data.length;
  }
  return all;
}

/** Texts a second, and what came. */
async function timed(work: () => Promise<Float32Array>) {
  const from = performance.now();
  const data = await work();
  return { rate: (1000 * texts.length) / (performance.now() - from), data };
}

try {
  await inBulk(); // warm
  for (const textsARequest of values["texts-a-request"].split(",").map(Number)) {
    await throughServer(textsARequest);
    const shares: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const [bulk, served] = [await timed(inBulk), await timed(() => throughServer(textsARequest))];
      const shape = { rows: texts.length, dimensions };
      const { min } = parityOf({ ...shape, data: bulk.data }, { ...shape, data: served.data });
      if (!(min > 0.9999)) throw new Error(`the server's vectors differ: cosine ${min}`);
      shares.push((100 * served.rate) / bulk.rate);
    }
    process.stdout.write(
      `${clients} clients, ${textsARequest} texts a request: ${shownRatio(shares)} % of the bulk rate (${texts.length} texts, ${rounds} rounds)\n`,
    );
  }
} finally {
  agent.destroy();
  await embedder.close();
}
