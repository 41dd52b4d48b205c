import { integerField, messageField, textField } from "./protobuf.ts";
import type { ProtobufField } from "./protobuf.ts";

/** Numbers of ONNX's element types. */
const float32 = 1;
const int32 = 6;
const int64 = 7;

/**
 * The ONNX model that searches: scores = queries · documentsᵀ, then the best k of every row.
 *
 * Inputs `queries` float32 [q, d], `documents` float32 [n, d], `k` int64 [1]; outputs `values`
 * float32 [q, k] descending and `rows` int32 [q, k]. Field numbers are those of `onnx.proto`.
 *
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export function exactSearchGraph(): Uint8Array {
  const graph = [
    node("Gemm", ["queries", "documents"], { outputs: ["scores"], integers: { transB: 1 } }),
    node("TopK", ["scores", "k"], { outputs: ["values", "wideRows"] }),
    node("Cast", ["wideRows"], { outputs: ["rows"], integers: { to: int32 } }),
    textField(2, "exact-search"),
    tensor(11, "queries", { elementType: float32, shape: ["q", "d"] }),
    tensor(11, "documents", { elementType: float32, shape: ["n", "d"] }),
    tensor(11, "k", { elementType: int64, shape: [1] }),
    tensor(12, "values", { elementType: float32, shape: ["q", "best"] }),
    tensor(12, "rows", { elementType: int32, shape: ["q", "best"] }),
  ];
  return modelOf(graph);
}

/**
 * The ONNX model that only scores: `scores` float32 [q, n] = queries · documentsᵀ, for the inputs
 * `queries` float32 [q, d] and `documents` float32 [n, d].
 */
export function scoreGraph(): Uint8Array {
  return modelOf([
    node("Gemm", ["queries", "documents"], { outputs: ["scores"], integers: { transB: 1 } }),
    textField(2, "scores"),
    tensor(11, "queries", { elementType: float32, shape: ["q", "d"] }),
    tensor(11, "documents", { elementType: float32, shape: ["n", "d"] }),
    tensor(12, "scores", { elementType: float32, shape: ["q", "n"] }),
  ]);
}

function modelOf(graph: readonly ProtobufField[]): Uint8Array {
  const irVersion = integerField(1, 8);
  const operatorSet = messageField(8, [integerField(2, 13)]);
  return Uint8Array.from([irVersion, messageField(7, graph), operatorSet].flat());
}

interface NodeFields {
  readonly outputs: readonly string[];
  /** Attributes that are integers. */
  readonly integers?: Readonly<Record<string, number>>;
}

function node(operator: string, inputs: readonly string[], fields: NodeFields): ProtobufField {
  const integerAttribute = 2;
  const attributes = Object.entries(fields.integers ?? {}).map(([name, value]) =>
    messageField(5, [
      textField(1, name),
      integerField(3, value),
      integerField(20, integerAttribute),
    ]),
  );
  return messageField(1, [
    ...inputs.map((name) => textField(1, name)),
    ...fields.outputs.map((name) => textField(2, name)),
    textField(4, operator),
    ...attributes,
  ]);
}

interface TensorFields {
  readonly elementType: number;
  /** A number is a fixed size, a word the name of a free one. */
  readonly shape: readonly (string | number)[];
}

function tensor(field: number, name: string, { elementType, shape }: TensorFields): ProtobufField {
  const sizes = shape.map((size) =>
    messageField(1, [typeof size === "number" ? integerField(1, size) : textField(2, size)]),
  );
  const tensorType = messageField(1, [integerField(1, elementType), messageField(2, sizes)]);
  return messageField(field, [textField(1, name), messageField(2, [tensorType])]);
}
