/** A field of a protobuf message, encoded. */
export type ProtobufField = readonly number[];

/** A field that holds an integer ≥ 0. */
export function integerField(number: number, value: number): ProtobufField {
  return [...varint(number << 3), ...varint(value)];
}

/** A field that holds text. */
export function textField(number: number, text: string): ProtobufField {
  return bytesField(number, [...new TextEncoder().encode(text)]);
}

/** A field that holds a message, given as the fields of that message. */
export function messageField(number: number, fields: readonly ProtobufField[]): ProtobufField {
  return bytesField(number, fields.flat());
}

function bytesField(number: number, bytes: readonly number[]): ProtobufField {
  return [...varint((number << 3) | 2), ...varint(bytes.length), ...bytes];
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(Math.floor(value / 128))];
}
