import { mkdir } from "node:fs/promises";
import { runProgram } from "../../../tools/test-kit/src/run-program.ts";

/** A tarball as npm would publish it. */
export interface Tarball {
  readonly name: string;
  readonly version: string;
  /** Its file's name in the folder. */
  readonly filename: string;
  /** Bytes of the tarball. */
  readonly size: number;
  /** Bytes of its files. */
  readonly unpackedSize: number;
  /** Its files. */
  readonly files: readonly { readonly path: string }[];
}

/**
 * Packs every package and app of a built repository.
 *
 * @param root The repository.
 * @param folder Where the tarballs go; made if need be.
 */
export async function packPackages(root: string, folder: string): Promise<Tarball[]> {
  await mkdir(folder, { recursive: true });
  const flags = ["--json", "--ignore-scripts", "--pack-destination", folder];
  const text = await runProgram("npm", ["pack", ...flags, "-w", "packages", "-w", "apps"], {
    cwd: root,
  });
  return Object.values(JSON.parse(text) as Readonly<Record<string, Tarball>>);
}
