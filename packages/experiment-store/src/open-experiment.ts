import { mkdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { explainWriteFailure } from "./explain-write-failure.ts";
import { lockFolder } from "./lock-folder.ts";
import { readManifest, type ExperimentManifest, type Json, type StepRecord } from "./manifest.ts";
import { rememberHashes } from "./remember-hashes.ts";
import { runStep, type StepContext, type StepDefinition, type StepOutcome } from "./run-step.ts";
import { traceOrigins, type Origins } from "./trace-origins.ts";
import { writeFileDurably } from "./write-file-durably.ts";

/** What an experiment is opened with. */
export interface OpenExperimentOptions {
  /** The experiment folder; made when missing. */
  readonly folder: string;
  /** The resolved configuration, without secrets: it is written to the manifest. */
  readonly config: Json;
  /** Seed of everything random. */
  readonly seed: number;
  /** Versions of the software that runs. */
  readonly versions: Readonly<Record<string, string>>;
  /** What it runs on. @default null */
  readonly hardware?: Json;
}

/** An experiment folder, held by this process alone. */
export interface Experiment {
  /** Absolute path of the folder. */
  readonly folder: string;
  /** The manifest as it stands now. */
  manifest(): ExperimentManifest;
  /** Runs a step, or skips it when nothing it depends on has changed; then writes the manifest. */
  runStep(
    step: StepDefinition,
    work: (context: StepContext) => Promise<Json>,
  ): Promise<StepOutcome>;
  /** Which steps that led to these files, relative to the folder, ran on other inputs than those there now. */
  traceOrigins(paths: readonly string[]): Promise<Origins>;
  /** Gives the folder back. */
  close(): void;
}

/**
 * Opens an experiment folder, making it when it is not there.
 *
 * The folder is locked against other processes until `close` or the end of the process.
 *
 * @param options Folder, config, seed, versions.
 * @throws {ExperimentStoreError} `EXPERIMENT_LOCKED`, `MANIFEST_INVALID`, `FOLDER_NOT_WRITABLE`, `DISK_FULL`.
 * @example
 * const experiment = await openExperiment({ folder: "experiments/a", config: {}, seed: 42, versions: {} });
 * await experiment.runStep(
 *   { name: "greet", version: 1, config: null, inputs: [], outputs: ["greeting.txt"] },
 *   async ({ workFolder }) => { await writeFile(join(workFolder, "greeting.txt"), "hello"); return null; },
 * ); // { status: "done", … }; the same call again: { status: "skipped", … }
 */
export async function openExperiment(options: OpenExperimentOptions): Promise<Experiment> {
  const folder = resolve(options.folder);
  const manifestFile = join(folder, "manifest.json");
  const lock = await takeLock(folder);
  const hash = rememberHashes();
  let steps: readonly StepRecord[];
  try {
    steps = (await readManifest(manifestFile))?.steps ?? [];
  } catch (error) {
    lock.release();
    throw error;
  }
  const manifest = (): ExperimentManifest => ({
    schemaVersion: 1,
    id: basename(folder),
    config: options.config,
    seed: options.seed,
    versions: options.versions,
    hardware: options.hardware ?? null,
    steps,
  });
  return {
    folder,
    manifest,
    runStep: async (step, work) => {
      const previous = steps.find((record) => record.name === step.name);
      const save = async (record: StepRecord) => {
        steps = withRecord(steps, record);
        await writeFileDurably(manifestFile, `${JSON.stringify(manifest(), null, 2)}\n`);
      };
      return runStep({ folder, previous, save, hash }, step, work);
    },
    traceOrigins: (paths) => traceOrigins({ folder, steps, hash }, paths),
    close: () => {
      lock.release();
    },
  };
}

async function takeLock(folder: string) {
  try {
    await mkdir(folder, { recursive: true });
    return lockFolder(folder);
  } catch (error) {
    throw explainWriteFailure(error, folder);
  }
}

function withRecord(steps: readonly StepRecord[], record: StepRecord): readonly StepRecord[] {
  return steps.some((step) => step.name === record.name)
    ? steps.map((step) => (step.name === record.name ? record : step))
    : [...steps, record];
}
