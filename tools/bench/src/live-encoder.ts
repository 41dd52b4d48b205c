import type { Embedder } from "@searchfit/onnx-embedder";

/** Width of the vectors; live-switch.ts sets the variable for its processes. */
export const liveDimensions = Number(process.env.LIVE_DIMENSIONS ?? "384");

/** A cheap model: a text's vector is the sum of its words' random vectors. */
export interface LiveEncoder {
  /** Tells its vectors from those of the other model. */
  readonly fingerprint: string;
  /** The length of its vectors: 2 for the former model, 1 for the new one. */
  readonly length: number;
  /** The vector of a text. */
  readonly encode: (text: string) => Float32Array;
}

function createEncoder(name: string, length: number): LiveEncoder {
  const words = new Map<string, Float32Array>();
  const wordVector = (word: string) => {
    const known = words.get(word);
    if (known !== undefined) return known;
    const made = randomVector(`${name} ${word}`);
    if (words.size < 20_000) words.set(word, made);
    return made;
  };
  const encode = (text: string) => {
    const sum = new Float32Array(liveDimensions);
    for (const word of text.split(" ")) {
      const vector = wordVector(word);
      for (let at = 0; at < liveDimensions; at += 1) sum[at] = (sum[at] ?? 0) + (vector[at] ?? 0);
    }
    const scale = length / Math.hypot(...sum);
    return sum.map((value) => value * scale);
  };
  return { fingerprint: name.repeat(64).slice(0, 64), length, encode };
}

/** Values between -0.5 and 0.5 that depend on the text alone. */
function randomVector(text: string): Float32Array {
  let state = 2_166_136_261;
  for (const character of text)
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return Float32Array.from({ length: liveDimensions }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
}

/** The model before the switch; its vectors have length 2. */
export const formerEncoder = createEncoder("a", 2);

/** The model after the switch; its vectors have length 1. */
export const newEncoder = createEncoder("b", 1);

/** The encoder that a fingerprint names. */
export function encoderOf(fingerprint: string | undefined): LiveEncoder {
  return fingerprint === newEncoder.fingerprint ? newEncoder : formerEncoder;
}

/** Vectors of some texts, a row each. */
export function encodeAll(encoder: LiveEncoder, texts: readonly string[]) {
  const data = new Float32Array(texts.length * liveDimensions);
  for (const [row, text] of texts.entries()) data.set(encoder.encode(text), row * liveDimensions);
  return { data, rows: texts.length, dimensions: liveDimensions };
}

/** The encoder in the place of a model that was loaded. */
export function embedderOf(encoder: LiveEncoder): Embedder {
  const embed = async (texts: readonly string[]) => encodeAll(encoder, texts);
  return {
    model: {
      path: `stand-in of length ${encoder.length}`,
      dimensions: liveDimensions,
      maxTokens: 256,
      vocabularySize: undefined,
      pooling: "mean",
      normalize: encoder.length === 1,
      prompts: {},
      includePrompt: true,
      precision: "fp32",
      onnxFile: "",
      fingerprint: encoder.fingerprint,
    },
    countTokens: (texts) => texts.map((text) => text.split(" ").length),
    embedDocuments: embed,
    embedQueries: embed,
    close: async () => undefined,
  };
}
