import { loadModelFolder, type Precision } from "@searchfit/onnx-embedder";

/** A model on disk. */
export interface ModelPlace {
  /** Its folder. */
  readonly folder: string;
  /** Which export. */
  readonly precision: Precision;
  /** What tells its vectors from all others. */
  readonly fingerprint: string;
}

/**
 * Every model that some folders hold, each in the precisions that it is exported in. A folder that
 * cannot be read holds none: it may be written just now.
 */
export async function fingerprintFolders(
  folders: readonly string[],
): Promise<readonly ModelPlace[]> {
  const places: ModelPlace[] = [];
  for (const folder of folders) {
    for (const precision of ["fp32", "int8"] as const) {
      const model = await loadModelFolder(folder, { precision }).catch(() => undefined);
      if (model !== undefined) places.push({ folder, precision, fingerprint: model.fingerprint });
    }
  }
  return places;
}
