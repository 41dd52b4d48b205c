import { LONGEST_RECORD_BYTES } from "./text-lines.ts";

/** One item of a JSON array, or one entry of a JSON object of arrays and objects. */
export interface JsonItem {
  /** Key of the outer object that the item is in; `null` when the file is one array. */
  readonly section: string | null;
  /** Its own key, in an object of objects; `null` in an array and for plain values. */
  readonly key: string | null;
  /** Counted from 1 in its array or object; plain values of the outer object by themselves. */
  readonly index: number;
  /** The bytes of the value. */
  readonly bytes: Buffer;
}

interface Level {
  readonly kind: "array" | "object";
  readonly section: string | null;
  expects: "value" | "value-or-end" | "key" | "key-or-end" | "colon" | "comma-or-end";
  key: string | null;
  index: number;
}

interface OpenValue {
  readonly isKey: boolean;
  readonly kind: "string" | "nested" | "plain";
  readonly pieces: Buffer[];
  size: number;
  depth: number;
  quoted: boolean;
  escaped: boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const WHITE = new Set([0x20, 0x09, 0x0a, 0x0d]);
const OPENING = new Map([
  [0x7b, "object" as const],
  [0x5b, "array" as const],
]);
const CLOSING = new Map([
  [0x7d, "object" as const],
  [0x5d, "array" as const],
]);
const COMMA = 0x2c;
const COLON = 0x3a;

/**
 * Cuts the bytes of a JSON document into its items without holding more than one of them: the
 * items of an array, or the entries of the arrays and objects inside an object. What an item holds
 * is not looked at. An `Error` says what is wrong with the structure.
 */
export class JsonItemScanner {
  readonly #levels: Level[] = [];
  #value: OpenValue | undefined;
  #ended = false;
  #items: JsonItem[] = [];

  /** Whether the document is one array; `undefined` before its first byte. */
  get isArray(): boolean | undefined {
    return this.#root === undefined ? undefined : this.#root === "array";
  }
  #root: "array" | "object" | undefined;

  /** The items that end in this chunk. */
  push(chunk: Buffer): readonly JsonItem[] {
    this.#items = [];
    let at = 0;
    while (at < chunk.length) {
      if (this.#value !== undefined) at = this.#continueValue(chunk, at, this.#value);
      else {
        this.#structure(chunk[at] ?? 0);
        if (this.#value === undefined) at += 1;
      }
    }
    return this.#items;
  }

  /** To be called behind the last chunk. */
  end(): void {
    if (this.#ended) return;
    if (this.#root === undefined) throw new Error("expected JSON, got an empty file.");
    throw new Error(`expected JSON to the end, got a file that stops ${this.#place()}.`);
  }

  #place(): string {
    const level = this.#levels.at(-1);
    const where = level?.section == null ? "" : ` of "${level.section}"`;
    return this.#value === undefined
      ? `behind item ${level?.index ?? 0}${where}`
      : `inside item ${(level?.index ?? 0) + 1}${where}`;
  }

  #structure(byte: number): void {
    if (WHITE.has(byte)) return;
    const level = this.#levels.at(-1);
    const opened = OPENING.get(byte);
    if (this.#ended) throw this.#unexpected(byte);
    if (level === undefined) {
      if (opened === undefined) throw new Error("expected JSON that is an array or an object.");
      this.#root = opened;
      this.#open(opened, null);
    } else if (CLOSING.get(byte) === level.kind && level.expects.includes("end")) this.#close();
    else if (level.expects === "comma-or-end" && byte === COMMA)
      level.expects = level.kind === "array" ? "value" : "key";
    else if (level.expects === "colon" && byte === COLON) level.expects = "value";
    else if (level.expects.startsWith("key") && byte === QUOTE) this.#start("string", true);
    else if (level.expects.startsWith("value")) this.#startValue(byte, level);
    else throw this.#unexpected(byte);
  }

  #startValue(byte: number, level: Level): void {
    const opened = OPENING.get(byte);
    const nests = this.#levels.length === 1 && level.kind === "object";
    if (opened !== undefined && nests) this.#open(opened, level.key);
    else if (opened !== undefined) this.#start("nested", false);
    else if (byte === QUOTE) this.#start("string", false);
    else if (/[\w+.-]/u.test(String.fromCharCode(byte))) this.#start("plain", false);
    else throw this.#unexpected(byte);
  }

  #open(kind: "array" | "object", section: string | null): void {
    const expects = kind === "array" ? "value-or-end" : "key-or-end";
    this.#levels.push({ kind, section, expects, key: null, index: 0 });
  }

  #close(): void {
    this.#levels.pop();
    const outer = this.#levels.at(-1);
    if (outer === undefined) this.#ended = true;
    else outer.expects = "comma-or-end";
  }

  #start(kind: OpenValue["kind"], isKey: boolean): void {
    this.#value = { isKey, kind, pieces: [], size: 0, depth: 0, quoted: false, escaped: false };
  }

  #continueValue(chunk: Buffer, start: number, value: OpenValue): number {
    const end = endOfValue(chunk, start, value);
    const piece = chunk.subarray(start, end ?? chunk.length);
    value.size += piece.length;
    if (value.size > LONGEST_RECORD_BYTES)
      throw new Error(
        `expected items of at most 16 MiB, got a longer one: it is ${this.#place()}.`,
      );
    value.pieces.push(piece);
    if (end !== undefined) this.#finish(value);
    return end ?? chunk.length;
  }

  #finish(value: OpenValue): void {
    const [only] = value.pieces;
    const bytes = value.pieces.length === 1 && only ? only : Buffer.concat(value.pieces);
    const level = this.#levels.at(-1);
    this.#value = undefined;
    if (level === undefined) return;
    if (value.isKey) {
      level.key = parseKey(bytes);
      level.expects = "colon";
      return;
    }
    level.index += 1;
    level.expects = "comma-or-end";
    const inRoot = this.#levels.length === 1;
    const section = inRoot ? level.key : level.section;
    const { index } = level;
    this.#items.push({ section, key: inRoot ? null : level.key, index, bytes });
  }

  #unexpected(byte: number): Error {
    const shown = byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `byte ${byte}`;
    const place = this.#ended ? "behind the end" : this.#place();
    return new Error(`expected well-formed JSON, got ${shown} ${place}.`);
  }
}

/** Where the value ends in this chunk, exclusive; `undefined` when it goes on. */
function endOfValue(chunk: Buffer, start: number, value: OpenValue): number | undefined {
  for (let at = start; at < chunk.length; at += 1) {
    const byte = chunk[at] ?? 0;
    if (value.quoted) {
      if (value.escaped) value.escaped = false;
      else if (byte === BACKSLASH) value.escaped = true;
      else if (byte === QUOTE) {
        value.quoted = false;
        if (value.kind === "string") return at + 1;
      }
    } else if (byte === QUOTE) value.quoted = true;
    else if (value.kind === "plain") {
      if (WHITE.has(byte) || byte === COMMA || CLOSING.has(byte)) return at;
    } else if (byte === 0x7b || byte === 0x5b) value.depth += 1;
    else if (byte === 0x7d || byte === 0x5d) {
      value.depth -= 1;
      if (value.depth === 0) return at + 1;
    }
  }
  return undefined;
}

function parseKey(bytes: Buffer): string {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as string;
  } catch (error) {
    throw new Error(`expected a JSON key, got ${(error as Error).message}.`, { cause: error });
  }
}
