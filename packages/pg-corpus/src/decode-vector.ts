/** pgvector's binary form: a 16-bit width, 16 unused bits, then floats, all big-endian. */
export function decodeVector(base64: string): Float32Array {
  const floats = Buffer.from(base64, "base64").subarray(4);
  const copy = new Uint8Array(floats); // its own memory, aligned for floats
  Buffer.from(copy.buffer).swap32();
  return new Float32Array(copy.buffer);
}
