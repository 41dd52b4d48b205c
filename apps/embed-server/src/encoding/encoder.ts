import type { Embedder } from "@searchfit/onnx-embedder";

/** Whether texts are searched for or searched in; models with prompts embed the two differently. */
export type InputType = "query" | "document";

/** Embeddings of a request's texts. */
export interface EncodedTexts {
  /** One vector a text, in the order of the texts. */
  readonly vectors: readonly Float32Array[];
  /** Tokens that the model read, special tokens included; what it cuts is not counted. */
  readonly tokens: number;
}

/** What a request asks of an encoder. */
export interface EncodeCall {
  /** The texts. */
  readonly texts: readonly string[];
  /** How they are embedded. */
  readonly inputType: InputType;
  /** Takes texts that still wait out of the queue, as when the client has gone. */
  readonly signal?: AbortSignal;
}

/** What is to be done and being done. */
export interface EncoderLoad {
  /** Texts that wait. */
  readonly waiting: number;
  /** Texts that are being embedded. */
  readonly running: number;
  /** Texts that were embedded since the start. */
  readonly textsDone: number;
  /** Batches in which they were. */
  readonly batchesDone: number;
}

/** Embeds the texts of all requests with one model. */
export interface Encoder {
  /** The model. */
  readonly embedder: Embedder;
  /** Embeds texts; rejects with `OVERLOADED` at once when too many wait. */
  readonly encode: (call: EncodeCall) => Promise<EncodedTexts>;
  /** How busy it is. */
  readonly load: () => EncoderLoad;
}
