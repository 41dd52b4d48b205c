import { normalizeRows, type ModelFolder } from "@searchfit/onnx-embedder";
import { EmbedServerError } from "../embed-server-error.ts";
import { embeddingSizes } from "./embedding-sizes.ts";

/** Makes a vector of the size that was asked for. */
export type ResizeVector = (vector: Float32Array) => Float32Array;

/**
 * The leading dimensions of a model's vectors, scaled to length 1 again where the model's are: what
 * a request asks for with `dimensions`. Only sizes that the model was trained for are given.
 *
 * @param model The model.
 * @param trained Sizes that the model was trained for (Matryoshka), besides its own.
 * @param asked What the request asks for; undefined: the whole vector.
 * @throws {EmbedServerError} `INVALID_REQUEST` for another size.
 */
export function leadingDimensions(
  model: ModelFolder,
  trained: readonly number[],
  asked: number | undefined,
): ResizeVector {
  if (asked === undefined || asked === model.dimensions) return (vector) => vector;
  if (trained.includes(asked) && asked < model.dimensions) {
    return (vector) => {
      const head = vector.slice(0, asked);
      return model.normalize ? normalizeRows(head, asked) : head;
    };
  }
  const { expected } = embeddingSizes(model, trained);
  throw new EmbedServerError(
    "INVALID_REQUEST",
    `Expected "dimensions" to be ${expected}, got the number ${asked}.`,
    { field: "dimensions" },
  );
}
