import type { SqlValue } from "./database.ts";
import { formatTextArray, parseTextArray } from "./text-array.ts";

type Parser = (text: string) => unknown;

const numbers: Parser = (text) => Number(text);
const texts: Parser = (text) => parseTextArray(text);
const numberArrays: Parser = (text) =>
  parseTextArray(text).map((item) => (item === null ? null : Number(item)));
const json: Parser = (text) => JSON.parse(text) as unknown;

/** Type numbers of PostgreSQL's catalogue that become something other than text. */
export const parsersByType: ReadonlyMap<number, Parser> = new Map<number, Parser>([
  [16, (text) => text === "t"], // bool
  [21, numbers], // int2
  [23, numbers], // int4
  [26, numbers], // oid
  [700, numbers], // float4
  [701, numbers], // float8
  [114, json],
  [3802, json], // jsonb
  [1009, texts], // text[]
  [1015, texts], // varchar[]
  [1007, numberArrays], // int4[]
  [1022, numberArrays], // float8[]
]);

/** The text form of a parameter, the same for both drivers; null stays null. */
export function toParameterText(value: SqlValue): string | null {
  if (value === null) return null;
  if (typeof value === "string") return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Float32Array) return `[${value.join(",")}]`;
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString("hex")}`;
  if (Array.isArray(value)) return formatTextArray(value, toParameterText);
  return String(value);
}
