import type { IdEncoding } from "./id-encoding.ts";

/** Rows of one table of a generation. */
export interface GenerationRows {
  /** Ids as text. */
  readonly ids: readonly string[];
  /** Hash of the source as a uuid's text, one for each id; null: none. */
  readonly sources: readonly (string | null)[];
  /** Row-major, shape [rows, dimensions]. */
  readonly data: Float32Array;
  /** Values of one vector. */
  readonly dimensions: number;
  /** Whether the table keeps 16 bits a value (halfvec) instead of 32 (vector). */
  readonly half: boolean;
  /** How an id is sent. */
  readonly encodeId: IdEncoding;
}

const header = Buffer.concat([Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"), Buffer.alloc(8)]);
const chunkBytes = 1 << 20;
const uuidBytes = 16;

/**
 * PostgreSQL's binary COPY format for rows of (id, source, vector). Written into large buffers
 * at once: for millions of vectors a buffer for every number is what takes the time.
 *
 * @see https://www.postgresql.org/docs/current/sql-copy.html (Binary Format)
 */
export function* encodeGenerationRows(
  rows: GenerationRows,
): Generator<Uint8Array, void, undefined> {
  const { ids, sources, data, dimensions, half, encodeId } = rows;
  const vectorBytes = dimensions * (half ? 2 : 4);
  let chunk = Buffer.allocUnsafe(chunkBytes);
  let at = header.copy(chunk);
  for (const [row, text] of ids.entries()) {
    const id = encodeId(text);
    const needed = 2 + 4 + id.length + 4 + uuidBytes + 4 + 4 + vectorBytes;
    if (at + needed + 2 > chunk.length) {
      yield chunk.subarray(0, at);
      chunk = Buffer.allocUnsafe(Math.max(chunkBytes, needed + 2));
      at = 0;
    }
    at = chunk.writeInt16BE(3, at);
    at = chunk.writeInt32BE(id.length, at);
    chunk.set(id, at);
    at = writeSource(chunk, at + id.length, sources[row] ?? null);
    at = chunk.writeInt32BE(vectorBytes + 4, at);
    at = chunk.writeInt16BE(dimensions, at);
    at = chunk.writeInt16BE(0, at); // unused by pgvector
    const vector = data.subarray(row * dimensions, (row + 1) * dimensions);
    (half ? writeHalves : writeFloats)(chunk, at, vector);
    at += vectorBytes;
  }
  at = chunk.writeInt16BE(-1, at);
  yield chunk.subarray(0, at);
}

function writeSource(chunk: Buffer, at: number, source: string | null): number {
  if (source === null) return chunk.writeInt32BE(-1, at);
  const start = chunk.writeInt32BE(uuidBytes, at);
  chunk.write(source.replaceAll("-", ""), start, uuidBytes, "hex");
  return start + uuidBytes;
}

function writeFloats(chunk: Buffer, at: number, vector: Float32Array): void {
  const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
  chunk.set(bytes, at);
  chunk.subarray(at, at + bytes.length).swap32(); // this machine's order to big-endian
}

function writeHalves(chunk: Buffer, at: number, vector: Float32Array): void {
  for (const [index, value] of vector.entries())
    chunk.writeUInt16BE(halfBits(value), at + 2 * index);
}

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The 16 bits of the nearest half-precision number; ties go to the even one, as in pgvector. */
export function halfBits(value: number): number {
  float[0] = value;
  const whole = bits[0] ?? 0;
  const sign = (whole >>> 16) & 0x8000;
  const exponent = ((whole >>> 23) & 0xff) - 127 + 15;
  const fraction = whole & 0x7fffff;
  if (exponent >= 31) return sign | 0x7c00; // too large: infinity, which PostgreSQL refuses
  if (exponent > 0) return sign | roundShift((exponent << 23) | fraction, 13);
  if (exponent < -10) return sign;
  return sign | roundShift(fraction | 0x800000, 14 - exponent);
}

/** Shifts right and rounds to the nearest, ties to even. */
function roundShift(value: number, by: number): number {
  const kept = value >>> by;
  const rest = value & ((1 << by) - 1);
  const middle = 1 << (by - 1);
  return rest > middle || (rest === middle && (kept & 1) === 1) ? kept + 1 : kept;
}
