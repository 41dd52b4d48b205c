import type { ModelFolder } from "@searchfit/onnx-embedder";

/** Sizes that a request may ask for. */
export interface EmbeddingSizes {
  /** The model's own, then those that it was trained for besides. */
  readonly sizes: readonly number[];
  /** What a request's `dimensions` are expected to be, as messages and the API's description say it. */
  readonly expected: string;
}

/** The sizes that a model's vectors can be cut to. */
export function embeddingSizes(model: ModelFolder, trained: readonly number[]): EmbeddingSizes {
  const sizes = [model.dimensions, ...trained.filter((size) => size < model.dimensions)];
  const which = sizes.length === 1 ? `${sizes[0]}` : `one of ${sizes.join(", ")}`;
  return { sizes, expected: `left out or ${which}, which this model's embeddings have` };
}
