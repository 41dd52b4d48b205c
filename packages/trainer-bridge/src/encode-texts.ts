import { readFile, rm } from "node:fs/promises";
import { endianness } from "node:os";
import { join, resolve } from "node:path";
import { runTrainer } from "./run-trainer.ts";
import type { TrainerContext } from "./run-trainer.ts";
import { TrainerBridgeError } from "./trainer-bridge-error.ts";
import { translateSystemError } from "./translate-system-error.ts";
import { writeFileDurably } from "./write-file-durably.ts";

/** Options of {@link encodeTexts}. */
export interface EncodeTextsOptions extends TrainerContext {
  /** sentence-transformers folder with safetensors weights. */
  readonly modelFolder: string;
  /** What to embed. */
  readonly texts: readonly string[];
  /**
   * Put before every text.
   *
   * @default nothing
   */
  readonly prompt?: string | undefined;
  /**
   * CPU threads.
   *
   * @default the cores that the process may use
   */
  readonly threads?: number | undefined;
}

/** Vectors of texts. */
export interface EncodedTexts {
  /** Row-major, shape [rows, dimensions]. */
  readonly data: Float32Array;
  /** Texts. */
  readonly rows: number;
  /** Components of a vector. */
  readonly dimensions: number;
}

/**
 * Embeds texts with sentence-transformers itself: the reference that other embedders are compared with.
 *
 * @throws {TrainerBridgeError} `INVALID_MODEL`, `PICKLE_ONLY`, and the codes of `runTrainer`.
 * @example
 * const { dimensions } = await encodeTexts({ environment, workFolder, modelFolder, texts: ["red shoes"] });
 * // 384
 */
export async function encodeTexts(options: EncodeTextsOptions): Promise<EncodedTexts> {
  const folder = resolve(options.workFolder);
  const textsFile = join(folder, "encode.texts.jsonl");
  const outputFile = join(folder, "encode.vectors.f32");
  const lines = options.texts.map((text) => `${JSON.stringify({ text })}\n`).join("");
  await writeFileDurably(textsFile, lines).catch((error: unknown) => {
    throw translateSystemError(error, folder);
  });
  const { prompt, threads } = options;
  const { rows, dimensions } = await runTrainer({
    ...options,
    job: "encode",
    options: {
      modelFolder: resolve(options.modelFolder),
      textsFile,
      outputFile,
      ...(prompt === undefined ? {} : { prompt }),
      ...(threads === undefined ? {} : { threads }),
    },
  });
  const data = toFloats(await readFile(outputFile));
  await Promise.all([rm(textsFile, { force: true }), rm(outputFile, { force: true })]);
  if (rows === options.texts.length && data.length === rows * dimensions)
    return { data, rows, dimensions };
  throw new TrainerBridgeError({
    code: "INVALID_TRAINER_OUTPUT",
    message: `Expected ${options.texts.length} vectors, got ${rows} of ${dimensions} components in ${data.length} numbers.`,
    details: { rows, dimensions, numbers: data.length, texts: options.texts.length },
  });
}

/** Little-endian float32 in memory of its own (the buffer of a file need not lie at a multiple of 4). */
function toFloats(bytes: Buffer): Float32Array {
  if (endianness() === "BE") bytes.swap32();
  const data = new Float32Array(Math.floor(bytes.length / 4));
  new Uint8Array(data.buffer).set(bytes.subarray(0, data.length * 4));
  return data;
}
