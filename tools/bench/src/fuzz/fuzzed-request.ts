import type { SeededRandom } from "./seeded-random.ts";
import { fittingTexts, strangeValues } from "./strange-values.ts";

/** A request as it is sent. */
export interface FuzzedRequest {
  /** Path. */
  readonly path: string;
  /** What was done to it. */
  readonly kind: string;
  /** Its content type; undefined: none. */
  readonly contentType: string | undefined;
  /** Its body. */
  readonly body: Buffer;
}

/** The fields of a route's body, from the API's description. */
export interface FuzzedRoute {
  /** Path. */
  readonly path: string;
  /** Names of the fields. */
  readonly fields: readonly string[];
}

type Mutation = (text: string, random: SeededRandom) => Buffer;

const asText = (change: (text: string, random: SeededRandom) => string): Mutation => {
  return (text, random) => Buffer.from(change(text, random));
};

/** What can be done to a body. */
const mutations: Readonly<Record<string, Mutation>> = {
  fitting: asText((text) => text),
  "wrong types": asText((text) => text), // the fields are
  truncated: asText((text, random) => text.slice(0, random.below(text.length))),
  "wrong bytes": (text, random) => {
    const bytes = Buffer.from(text);
    for (let count = 1 + random.below(4); count > 0; count--) {
      bytes[random.below(bytes.length)] = random.below(256);
    }
    return bytes;
  },
  "invalid UTF-8": (text, random) => {
    const bytes = Buffer.from(text);
    const at = random.below(bytes.length);
    const broken = random.pick(["ff", "c0af", "eda080", "f4908080", "e282", "80"]);
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(broken, "hex"), bytes.subarray(at)]);
  },
  "another encoding": (text, random) =>
    random.next() < 0.5 ? Buffer.from(text, "utf16le") : Buffer.from(`\ufeff${text}`),
  "not an object": asText((_, random) => random.pick(strangeValues)),
  "twice the fields": asText((text) => `${text.slice(0, -1)},${text.slice(1)}`),
  "no JSON": asText((_, random) =>
    random.pick(["", " ", "{", "}{", "NaN", "undefined", "{'a': 1}", "a=b&c=d", "\u0000", "//"]),
  ),
  deep: asText((text, random) => {
    const depth = random.pick([100, 5000, 100_000]);
    const [open, close] = random.pick([["[", "]"] as const, ['{"a":', "}"] as const]);
    const middle = `${open.repeat(depth)}1${close.repeat(random.next() < 0.8 ? depth : depth - 1)}`;
    return random.next() < 0.5 ? middle : `${text.slice(0, -1)},"deep":${middle}}`;
  }),
  "too large": asText((text, random) =>
    random.next() < 0.9 ? text : `${text.slice(0, -1)},"pad":"${"x".repeat(4_200_000)}"}`,
  ),
  "another content type": asText((text) => text), // the header is
};

const contentTypes: readonly (string | undefined)[] = [
  undefined,
  "",
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "application/json; charset=utf-16",
  "application/jsonx",
  "application/vnd.api+json",
  ";;",
  "json",
  "application/json, text/plain",
  "x".repeat(2000),
];

/** How often each mutation comes; those that cost the sender much come seldom. */
const shares: Readonly<Record<string, number>> = { fitting: 1, deep: 0.3, "too large": 0.05 };
const kinds = Object.keys(mutations);
const total = kinds.reduce((sum, kind) => sum + (shares[kind] ?? 1), 0);

/** A request made from a route's fields by chance. */
export function fuzzedRequest(routes: readonly FuzzedRoute[], random: SeededRandom): FuzzedRequest {
  const { path, fields } = random.pick(routes);
  const kind = pickKind(random);
  const text = bodyOf(fields, random, kind === "wrong types" ? 0.5 : 0.05);
  const other = kind === "another content type" ? random.pick(contentTypes) : "application/json";
  return { path, kind, contentType: other, body: mutations[kind]!(text, random) };
}

function pickKind(random: SeededRandom): string {
  let left = random.next() * total;
  return kinds.find((kind) => (left -= shares[kind] ?? 1) < 0) ?? "fitting";
}

/** A body with all or some of the fields, of which this share is sent something strange. */
function bodyOf(fields: readonly string[], random: SeededRandom, strangeShare: number): string {
  const sent = fields.filter((field) => mustHave.has(field) || random.next() < 0.4);
  const entries = sent.map((field) => {
    const strange = random.next() < strangeShare;
    const value = strange ? random.pick(strangeValues) : fitting(field, random);
    return `${JSON.stringify(field)}:${value}`;
  });
  return `{${entries.join(",")}}`;
}

const mustHave = new Set(["text", "input", "query", "documents", "product_id", "grade"]);

function fitting(field: string, random: SeededRandom): string {
  const text = () => JSON.stringify(random.pick(fittingTexts));
  if (field === "input") return random.next() < 0.5 ? text() : `[${text()},${text()}]`;
  if (field === "documents") return `[${text()},{"text":${text()}}]`;
  if (field === "grade") return random.pick(["0", "1", "null"]);
  if (field === "top_k" || field === "top_n") return String(1 + random.below(10));
  if (field === "input_type") return random.pick(['"query"', '"document"', "null"]);
  if (field === "encoding_format") return random.pick(['"float"', '"base64"', "null"]);
  if (field === "return_documents") return random.pick(["true", "false"]);
  return field === "dimensions" ? "null" : text();
}
