import { promptOf } from "@searchfit/onnx-embedder";
import type { EncodeCall, EncodedTexts } from "./encoder.ts";
import type { EncodeJob } from "./take-batch.ts";

/** A request's texts as a job, and its answer once all their vectors are there. */
export function encodeJob(
  { texts, inputType }: EncodeCall,
  prompts: Readonly<Record<string, string>>,
): { readonly job: EncodeJob; readonly answer: Promise<EncodedTexts> } {
  const { promise: answer, resolve, reject } = Promise.withResolvers<EncodedTexts>();
  const vectors = new Array<Float32Array>(texts.length);
  let left = texts.length;
  // Without prompts queries and documents are embedded alike, and go into one batch.
  const alike = promptOf("query", prompts) === promptOf("document", prompts);
  const job: EncodeJob = {
    texts: texts.map((text) => text.toWellFormed()),
    inputType: alike ? "document" : inputType,
    next: 0,
    tokens: 0,
    settle: (index, vector) => {
      vectors[index] = vector;
      left -= 1;
      if (left === 0) resolve({ vectors, tokens: job.tokens });
    },
    fail: reject,
  };
  return { job, answer };
}
