import type { LineProblems } from "./line-problems.ts";
import { createUtf8Decoder } from "./utf8-decoder.ts";

/** A file's content in parts, as streams give it: text, or bytes in UTF-8. */
export type TextChunks = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** Takes a text part by part. */
export interface TextReader<Result> {
  /** Takes the next part. */
  take(text: string): void;
  /** What was read, when there is no more; throws when there were problems. */
  finish(): Result;
}

/** Reads a whole text. */
export function readWhole<Result>(text: string, reader: TextReader<Result>): Result {
  reader.take(text.startsWith("\uFEFF") ? text.slice(1) : text);
  return reader.finish();
}

/** Reads a text that comes in parts; bytes that are not UTF-8 are problems of their lines. */
export async function readChunks<Result>(
  chunks: TextChunks,
  reader: TextReader<Result>,
  problems: LineProblems,
): Promise<Result> {
  const decoder = createUtf8Decoder(problems);
  for await (const chunk of chunks) {
    reader.take(typeof chunk === "string" ? decoder.text(chunk) : decoder.bytes(chunk));
  }
  reader.take(decoder.end());
  return reader.finish();
}
