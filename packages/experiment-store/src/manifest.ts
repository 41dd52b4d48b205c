import { readFile } from "node:fs/promises";
import { ExperimentStoreError } from "./experiment-store-error.ts";

/** A value that JSON can hold. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** A file or folder of the experiment, as it was when its step ended. */
export interface Artifact {
  /** Path relative to the experiment folder, `/` between parts. */
  readonly path: string;
  /** SHA-256 of the file, or of the folder's files. */
  readonly sha256: string;
  /** Size in bytes. */
  readonly bytes: number;
}

/** What is kept of a finished step. */
export interface StepRecord {
  /** Name of the step. */
  readonly name: string;
  /** SHA-256 over the step's version, its part of the config, and its inputs. */
  readonly fingerprint: string;
  /** The part of the configuration that it ran with; records of earlier versions have none. */
  readonly config?: Json;
  /** When it ended, ISO 8601 in UTC. */
  readonly finishedAt: string;
  /** How long it took, seconds. */
  readonly seconds: number;
  /** What it read. */
  readonly inputs: readonly Artifact[];
  /** What it made. */
  readonly outputs: readonly Artifact[];
  /** What the step says about itself. */
  readonly summary: Json;
}

/** Everything that is known about an experiment, as in `manifest.json`. */
export interface ExperimentManifest {
  /** Version of this format. */
  readonly schemaVersion: 1;
  /** Name of the experiment: its folder's name. */
  readonly id: string;
  /** The resolved configuration of the newest run. */
  readonly config: Json;
  /** Seed of everything random. */
  readonly seed: number;
  /** Versions of the software that ran. */
  readonly versions: Readonly<Record<string, string>>;
  /** What it ran on. */
  readonly hardware: Json;
  /** Finished steps, in the order in which they first ran. */
  readonly steps: readonly StepRecord[];
}

/**
 * Reads `manifest.json`.
 *
 * @param path The file.
 * @returns The manifest, or undefined when there is none yet.
 * @throws {ExperimentStoreError} `MANIFEST_INVALID` when it is not one.
 */
export async function readManifest(path: string): Promise<ExperimentManifest | undefined> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if ((error as { code?: unknown }).code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    const manifest = JSON.parse(text) as Partial<ExperimentManifest> | null;
    if (manifest?.schemaVersion === 1 && Array.isArray(manifest.steps)) {
      return manifest as ExperimentManifest;
    }
  } catch {
    // Told below, like any other content that is not a manifest.
  }
  throw new ExperimentStoreError(
    "MANIFEST_INVALID",
    `${path}: expected a manifest of schema version 1, got ${JSON.stringify(text.slice(0, 80))}.`,
    { hint: "Move the file away: steps are then run again." },
  );
}
