import { OnnxEmbedderError, type OnnxEmbedderErrorCode } from "../onnx-embedder-error.ts";
import type { DescribedError } from "./messages.ts";

/** What of an error crosses threads. */
export function describeError(error: unknown): DescribedError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message } = error;
  if (!(error instanceof OnnxEmbedderError)) return { name, message };
  const { code, hint } = error;
  return { name, message, code, ...(hint === undefined ? {} : { hint }) };
}

/** The error on this side. */
export function reviveError({ name, message, code, hint }: DescribedError): Error {
  if (code !== undefined) {
    const options = hint === undefined ? {} : { hint };
    return new OnnxEmbedderError(code as OnnxEmbedderErrorCode, message, options);
  }
  if (name === "RangeError") return new RangeError(message);
  return name === "TypeError" ? new TypeError(message) : new Error(message);
}

/** The error of the calls that were under way when a thread ended by itself. */
export function threadEnded(exitCode: number, cause?: unknown): OnnxEmbedderError {
  return new OnnxEmbedderError(
    "WORKER_FAILED",
    `Expected the model's thread to answer, but it ended (code ${exitCode}).`,
    { hint: "It is started again at the next call; was there memory enough?", cause },
  );
}
