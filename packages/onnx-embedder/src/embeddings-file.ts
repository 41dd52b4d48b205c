import { open, readFile, rename, rm } from "node:fs/promises";
import type { EmbeddingMatrix } from "./embedding-matrix.ts";
import { OnnxEmbedderError } from "./onnx-embedder-error.ts";

const magic = "SFEMB001";
const headerBytes = 16;

/**
 * Writes embeddings to a file: 8 bytes of name (`SFEMB001`), rows and dimensions as unsigned 32-bit
 * little-endian integers, then the values as little-endian float32, row by row.
 *
 * The file appears whole or not at all: it is written beside, synced and renamed.
 *
 * @param path Where.
 * @param matrix Embeddings, up to 2³² − 1 rows.
 */
export async function writeEmbeddings(path: string, matrix: EmbeddingMatrix): Promise<void> {
  const header = Buffer.alloc(headerBytes);
  header.write(magic, "latin1");
  header.writeUInt32LE(matrix.rows, 8);
  header.writeUInt32LE(matrix.dimensions, 12);
  const { buffer, byteOffset, byteLength } = matrix.data;
  const beside = `${path}.${process.pid}.partial`;
  try {
    const file = await open(beside, "w");
    try {
      await file.writeFile(header);
      await file.writeFile(new Uint8Array(buffer, byteOffset, byteLength));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/**
 * Reads a file of `writeEmbeddings`.
 *
 * @param path The file.
 * @returns The matrix.
 * @throws {OnnxEmbedderError} `EMBEDDINGS_FILE_INVALID` when it is another kind of file or cut short.
 */
export async function readEmbeddings(path: string): Promise<EmbeddingMatrix> {
  const bytes = await readFile(path);
  const name = bytes.subarray(0, 8).toString("latin1");
  const rows = bytes.length >= headerBytes ? bytes.readUInt32LE(8) : 0;
  const dimensions = bytes.length >= headerBytes ? bytes.readUInt32LE(12) : 0;
  const expected = headerBytes + rows * dimensions * 4;
  if (name !== magic || bytes.length !== expected) {
    throw new OnnxEmbedderError(
      "EMBEDDINGS_FILE_INVALID",
      `${path}: expected an embeddings file of ${expected} bytes that starts with ${magic}, got ${bytes.length} bytes that start with ${JSON.stringify(name)}.`,
      { hint: "Delete the file; it is made again." },
    );
  }
  const values = bytes.buffer.slice(
    bytes.byteOffset + headerBytes,
    bytes.byteOffset + bytes.byteLength,
  );
  return { data: new Float32Array(values), rows, dimensions };
}
