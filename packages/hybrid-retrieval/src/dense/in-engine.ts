import { HybridRetrievalError } from "../hybrid-retrieval-error.ts";

/** Does something with onnxruntime-node; what fails there becomes `ENGINE_FAILED`. */
export async function inEngine<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new HybridRetrievalError(
      "ENGINE_FAILED",
      `Expected onnxruntime-node to search, got: ${String(cause).slice(0, 200)}`,
      { hint: "Check that onnxruntime-node is installed for this platform.", cause },
    );
  }
}
