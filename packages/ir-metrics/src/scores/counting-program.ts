/** Compares four scores at a time. */
export interface CountingProgram {
  /** Where the scores go; {@link roomForScores} fit. */
  readonly scores: Float32Array;
  /** Four groups of four counts: scores above `a`, below `a`, above `b`, below `b`. */
  readonly counts: Int32Array;
  /** Counts among the first `length` scores; a multiple of four, 4 or more. */
  count(length: number, a: number, b: number): void;
}

/** Scores that fit into the program's memory, which is one page and stays in a core's cache. */
export const roomForScores = 16_000;

/**
 * A program in WebAssembly that counts the scores above and below two rungs; undefined where an
 * engine has no WebAssembly (as with Node's `--jitless`). JavaScript compares one score at a time,
 * which takes about five times as long.
 *
 * @see https://webassembly.github.io/spec/core/binary/
 */
export function openCountingProgram(): CountingProgram | undefined {
  const { WebAssembly } = globalThis as { readonly WebAssembly?: Engine };
  if (WebAssembly === undefined) return undefined;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes()));
  const { buffer } = exports.memory;
  return {
    scores: new Float32Array(buffer, countBytes, roomForScores),
    counts: new Int32Array(buffer, 0, countBytes / 4),
    count: (length, a, b) => {
      exports.count(countBytes, countBytes + 4 * length, a, b);
    },
  };
}

/** What is used of WebAssembly, with what our module exports. */
interface Engine {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object) => {
    readonly exports: {
      readonly memory: { readonly buffer: ArrayBuffer };
      readonly count: (...startEndAndRungs: readonly number[]) => void;
    };
  };
}

/** The counts stand before the scores. */
const countBytes = 64;

type Bytes = readonly number[];

/** Variables by their number; the first four are the function's parameters. */
const variables = {
  ...{ at: 0, end: 1, a: 2, b: 3 },
  ...{ rungA: 4, rungB: 5, aboveA: 6, belowA: 7, aboveB: 8, belowB: 9, scores: 10 },
} as const;
type Variable = keyof typeof variables;

const [int32, float32, vector, noResult] = [0x7f, 0x7d, 0x7b, 0x40];
const get = (name: Variable): Bytes => [0x20, variables[name]];
const set = (name: Variable): Bytes => [0x21, variables[name]];
const integer = (value: number): Bytes => [0x41, value];
const ofVectors = (operator: number): Bytes => [0xfd, ...number(operator)];
const splat = ofVectors(0x13);
const load: Bytes = [...ofVectors(0x00), 2, 0];
const store = (address: number): Bytes => [...ofVectors(0x0b), 2, address];
const isAbove = ofVectors(0x44);
const isBelow = ofVectors(0x43);
const subtract = ofVectors(0xb1);

/** `count -= scores > rung`, or `<`: a comparison that holds is −1. */
const tally = (count: Variable, rung: Variable, comparison: Bytes): Bytes => [
  ...[...get(count), ...get("scores"), ...get(rung), ...comparison, ...subtract],
  ...set(count),
];

/** The body of `count(at, end, a, b)`. */
function instructions(): Bytes {
  const counts = ["aboveA", "belowA", "aboveB", "belowB"] as const;
  return [
    ...[...get("a"), ...splat, ...set("rungA"), ...get("b"), ...splat, ...set("rungB")],
    ...[0x03, noResult], // loop
    ...[...get("at"), ...load, ...set("scores")],
    ...[...tally("aboveA", "rungA", isAbove), ...tally("belowA", "rungA", isBelow)],
    ...[...tally("aboveB", "rungB", isAbove), ...tally("belowB", "rungB", isBelow)],
    ...[...get("at"), ...integer(16), 0x6a, ...set("at")], // at += 16 bytes
    ...[...get("at"), ...get("end"), 0x49, 0x0d, 0], // again while at < end
    0x0b, // end of the loop
    ...counts.flatMap((name, place) => [...integer(0), ...get(name), ...store(16 * place)]),
    0x0b, // end of the function
  ];
}

/** The module: one function `count` over one page of `memory`. */
function moduleBytes(): Uint8Array<ArrayBuffer> {
  const locals = Object.keys(variables).length - 4;
  const body = [1, locals, vector, ...instructions()];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // "\0asm", version 1
    ...section(1, [1, 0x60, 4, int32, int32, float32, float32, 0]), // the function's type
    ...section(3, [1, 0]), // the function
    ...section(5, [1, 0, 1]), // the memory: one page
    ...section(7, [2, ...text("memory"), 2, 0, ...text("count"), 0, 0]), // exports
    ...section(10, [1, ...number(body.length), ...body]), // the code
  ]);
}

function section(id: number, content: Bytes): Bytes {
  return [id, ...number(content.length), ...content];
}

function text(value: string): Bytes {
  return [value.length, ...new TextEncoder().encode(value)];
}

/** An integer in LEB128. */
function number(value: number): Bytes {
  return value < 128 ? [value] : [(value & 127) | 128, ...number(value >>> 7)];
}
