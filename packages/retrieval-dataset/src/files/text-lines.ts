import { fileBytes } from "./file-bytes.ts";
import type { ProblemList } from "./problem-list.ts";

/** One line of a text file. */
export interface TextLine {
  /** Counted from 1. */
  readonly number: number;
  /** Without its line end. */
  readonly text: string;
}

/** What a line, row or item may have at most. */
export const LONGEST_RECORD_BYTES = 16 * 1024 * 1024;
const LINE_FEED = 10;

/**
 * The lines of a UTF-8 file in batches, blank ones left out, in constant memory: each line comes
 * into being when it is asked for. Lines that are not UTF-8, or longer than 16 MiB, become problems
 * instead.
 */
export async function* textLines(
  path: string,
  problems: ProblemList,
): AsyncGenerator<Iterable<TextLine>> {
  const splitter = new LineSplitter(problems);
  for await (const chunk of fileBytes(path)) yield splitter.push(chunk);
  yield splitter.end();
}

class LineSplitter {
  readonly #problems: ProblemList;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #pieces: Buffer[] = [];
  #pendingBytes = 0;
  #tooLong = false;
  #number = 0;

  constructor(problems: ProblemList) {
    this.#problems = problems;
  }

  *push(chunk: Buffer): Generator<TextLine> {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      this.#keep(chunk.subarray(start, end));
      const line = this.#finish();
      if (line !== undefined) yield line;
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
  }

  *end(): Generator<TextLine> {
    if (this.#pendingBytes === 0 && !this.#tooLong) return;
    const line = this.#finish();
    if (line !== undefined) yield line;
  }

  #keep(piece: Buffer): void {
    if (piece.length === 0 || this.#tooLong) return;
    this.#pieces.push(piece);
    this.#pendingBytes += piece.length;
    if (this.#pendingBytes > LONGEST_RECORD_BYTES) {
      this.#tooLong = true;
      this.#pieces = [];
    }
  }

  #finish(): TextLine | undefined {
    this.#number += 1;
    const [pieces, tooLong] = [this.#pieces, this.#tooLong];
    this.#pieces = [];
    this.#pendingBytes = 0;
    this.#tooLong = false;
    if (!tooLong) return this.#decode(pieces);
    this.#problems.add(`line ${this.#number}`, "expected at most 16 MiB, got a longer line.");
    return undefined;
  }

  #decode(pieces: readonly Buffer[]): TextLine | undefined {
    const [first] = pieces;
    if (first === undefined) return undefined;
    const bytes = pieces.length === 1 ? first : Buffer.concat(pieces);
    try {
      const text = this.#decoder.decode(bytes);
      const line = this.#number === 1 && text.startsWith("\uFEFF") ? text.slice(1) : text;
      return line.trim() === "" ? undefined : { number: this.#number, text: line };
    } catch {
      this.#problems.add(`line ${this.#number}`, "expected UTF-8 text, got other bytes.");
      return undefined;
    }
  }
}
