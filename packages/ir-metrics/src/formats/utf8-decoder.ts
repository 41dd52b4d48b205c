import type { LineProblems } from "./line-problems.ts";

/** Turns parts of a file into text; the byte order mark at its start is dropped. */
export interface Utf8Decoder {
  /** Text of the next bytes; those of a character that is not whole yet wait for the next part. */
  bytes(part: Uint8Array): string;
  /** The next part, when it is text already. */
  text(part: string): string;
  /** What was left at the end. */
  end(): string;
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder("utf-8", { ignoreBOM: true });
const newline = 10;

/** A decoder that notes lines which are not UTF-8, and goes on. */
export function createUtf8Decoder(problems: LineProblems): Utf8Decoder {
  let waiting: Uint8Array = new Uint8Array();
  let line = 1;
  let atStart = true;

  const withoutMark = (text: string): string => {
    if (!atStart || text === "") return text;
    atStart = false;
    return text.startsWith("\uFEFF") ? text.slice(1) : text;
  };
  const decoded = (bytes: Uint8Array): string => {
    const text = tryStrict(bytes) ?? decodeByLines(bytes, line, problems);
    for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) line++;
    return withoutMark(text);
  };
  return {
    bytes(part) {
      const all = waiting.length === 0 ? part : concatenated(waiting, part);
      const whole = wholeCharacters(all);
      waiting = all.slice(whole);
      return decoded(all.subarray(0, whole));
    },
    text: (part) => withoutMark(part),
    end: () => decoded(waiting),
  };
}

function tryStrict(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

function decodeByLines(bytes: Uint8Array, firstLine: number, problems: LineProblems): string {
  const texts: string[] = [];
  let line = firstLine;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(newline, start);
    const next = end === -1 ? bytes.length : end + 1;
    const text = tryStrict(bytes.subarray(start, next));
    if (text === undefined) problems.add(line, "expected text in UTF-8, got other bytes");
    texts.push(text ?? lenient.decode(bytes.subarray(start, next)));
    start = next;
  }
  return texts.join("");
}

/** Bytes up to the last character that may still go on: at most three are left for the next part. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes.length;
    if (byte < 0xc0) continue;
    const wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return back < wanted ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function concatenated(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
