/** A value of a binary COPY stream: text, an array of text, a vector, or NULL. */
export type CopyValue = string | null | readonly string[] | Float32Array;

const header = Buffer.concat([Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"), Buffer.alloc(8)]);
const trailer = Buffer.from([0xff, 0xff]);
const textType = 25;
const chunkBytes = 1 << 18;

/**
 * PostgreSQL's binary COPY format. A string is sent as text, an array as text[], a Float32Array as
 * pgvector's vector; the columns of the target have exactly these types.
 *
 * @see https://www.postgresql.org/docs/current/sql-copy.html (Binary Format)
 */
export function* encodeBinaryCopy(
  rows: Iterable<readonly CopyValue[]>,
): Generator<Uint8Array, void, undefined> {
  let parts: Buffer[] = [header];
  let size = header.length;
  for (const row of rows) {
    const tuple = [int16(row.length), ...row.flatMap(field)];
    parts.push(...tuple);
    size += byteLength(tuple);
    if (size < chunkBytes) continue;
    yield Buffer.concat(parts, size);
    parts = [];
    size = 0;
  }
  yield Buffer.concat([...parts, trailer]);
}

function field(value: CopyValue): readonly Buffer[] {
  if (value === null) return [int32(-1)];
  if (typeof value === "string") return withLength([Buffer.from(value, "utf8")]);
  return withLength(value instanceof Float32Array ? vector(value) : textArray(value));
}

function withLength(parts: readonly Buffer[]): readonly Buffer[] {
  return [int32(byteLength(parts)), ...parts];
}

function byteLength(parts: readonly Buffer[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

function vector(values: Float32Array): readonly Buffer[] {
  const copy = Buffer.from(Float32Array.from(values).buffer);
  // The width, 16 bits that are unused, and the numbers from this machine's order to big-endian.
  return [int16(values.length), int16(0), copy.swap32()];
}

function textArray(items: readonly string[]): readonly Buffer[] {
  if (items.length === 0) return [int32(0), int32(0), int32(textType)];
  const head = [int32(1), int32(0), int32(textType), int32(items.length), int32(1)];
  return [...head, ...items.flatMap((item) => withLength([Buffer.from(item, "utf8")]))];
}

function int16(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
}
