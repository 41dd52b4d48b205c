import { mkdir, readdir, rm } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { commitOutputs } from "./commit-outputs.ts";
import { discardWork } from "./discard-work.ts";
import { ExperimentStoreError } from "./experiment-store-error.ts";
import { explainWriteFailure } from "./explain-write-failure.ts";
import type { Artifact, Json, StepRecord } from "./manifest.ts";
import type { PathHasher } from "./remember-hashes.ts";
import { stepFingerprint } from "./step-fingerprint.ts";

/** One step of an experiment. */
export interface StepDefinition {
  /** Name of the step, as in the manifest. */
  readonly name: string;
  /** Raised when the step's code changes what it makes. */
  readonly version: number;
  /** The part of the configuration that the step depends on. */
  readonly config: Json;
  /** Files or folders that it reads: relative to the experiment folder, or absolute. */
  readonly inputs: readonly string[];
  /** Files or folders that it makes, relative to the experiment folder. */
  readonly outputs: readonly string[];
  /** Runs it although nothing has changed. @default false */
  readonly force?: boolean;
}

/** What a running step is given. */
export interface StepContext {
  /**
   * Folder to make the outputs in, under their own names. It survives a crash and belongs to these
   * inputs alone, so a step finds in it what it had made before and goes on from there.
   */
  readonly workFolder: string;
  /** The experiment folder: inputs lie here. Only logs that must survive changed inputs are written here directly. */
  readonly folder: string;
}

/** How a step ended. */
export interface StepOutcome {
  /** `skipped` when inputs, config and outputs are as they were. */
  readonly status: "done" | "skipped";
  /** Seconds this call took for `done`; what the step took when it ran for `skipped`. */
  readonly seconds: number;
  /** What the step says about itself. */
  readonly summary: Json;
  /** What is kept of it. */
  readonly record: StepRecord;
}

/** Where steps are kept. */
export interface StepPlace {
  /** The experiment folder. */
  readonly folder: string;
  /** The newest record of that step, if any. */
  readonly previous: StepRecord | undefined;
  /** Writes the record to the manifest; the work folder is deleted only after that. */
  readonly save: (record: StepRecord) => Promise<void>;
  /** Hashes inputs, and the outputs that a skip rests on. */
  readonly hash: PathHasher;
}

/**
 * Runs a step unless its result is there already and still holds.
 *
 * Outputs appear in the experiment folder only when the step has ended: they are made in a work
 * folder, synced, then renamed; then the record is saved, and what else lies in the work folder goes.
 * A process killed in between leaves what the next call ends, without doing the work again.
 *
 * @param place Experiment folder, the step's previous record, and where the new one is saved.
 * @param step Name, config, inputs, outputs.
 * @param work Makes the outputs in `workFolder`; returns what it has to say about itself.
 * @throws {ExperimentStoreError} `INPUT_MISSING`, `OUTPUT_MISSING`, `DISK_FULL`, `FOLDER_NOT_WRITABLE`.
 */
export async function runStep(
  place: StepPlace,
  step: StepDefinition,
  work: (context: StepContext) => Promise<Json>,
): Promise<StepOutcome> {
  const inputs = await hashInputs(place, step);
  const fingerprint = stepFingerprint({ ...step, inputs });
  const workRoot = join(place.folder, ".work");
  const workFolder = join(workRoot, `${step.name}-${fingerprint.slice(0, 12)}`);
  if (step.force !== true && (await stillHolds(place, step, fingerprint)) && place.previous) {
    await discardWork(workFolder, step.name);
    const { seconds, summary } = place.previous;
    return { status: "skipped", seconds, summary, record: place.previous };
  }
  const started = performance.now();
  try {
    await removeOtherWork(workRoot, step.name, step.force === true ? undefined : workFolder);
    await mkdir(workFolder, { recursive: true });
    const folders = { folder: place.folder, workFolder };
    const record = await commitOutputs({ ...folders, previous: place.previous }, step, async () => {
      const summary = await work(folders);
      const seconds = Math.round((performance.now() - started) / 10) / 100;
      const finishedAt = new Date().toISOString();
      const { name, config } = step;
      return { name, fingerprint, config, finishedAt, seconds, inputs, outputs: [], summary };
    });
    await place.save(record);
    await discardWork(workFolder, step.name);
    return { status: "done", seconds: record.seconds, summary: record.summary, record };
  } catch (error) {
    throw explainWriteFailure(error, place.folder);
  }
}

async function hashInputs(
  { folder, hash: hashOf }: StepPlace,
  step: StepDefinition,
): Promise<Artifact[]> {
  const inputs: Artifact[] = [];
  for (const path of step.inputs) {
    const absolute = isAbsolute(path) ? path : join(folder, path);
    const hash = await hashOf(absolute).catch((cause: unknown) => {
      throw inputMissing(step.name, path, { absolute, cause });
    });
    inputs.push({ path, ...hash });
  }
  return inputs;
}

/** Another step makes what lies in the experiment folder; an absolute path is a file of the user. */
function inputMissing(
  step: string,
  path: string,
  { absolute, cause }: { readonly absolute: string; readonly cause: unknown },
): ExperimentStoreError {
  const hint = isAbsolute(path)
    ? "No step makes it: correct its path. Relative paths are taken from the folder where the command is started."
    : "Run the step that makes it first, or the whole chain with `train`.";
  const message = `Step "${step}" expected ${absolute}, which is not there.`;
  return new ExperimentStoreError("INPUT_MISSING", message, { hint, cause });
}

/** True when the recorded result was made from the same inputs and its files are as they were. */
async function stillHolds(
  place: StepPlace,
  step: StepDefinition,
  fingerprint: string,
): Promise<boolean> {
  const { previous } = place;
  if (previous?.fingerprint !== fingerprint) return false;
  const names = previous.outputs.map((output) => output.path);
  if (step.outputs.some((path) => !names.includes(path))) return false;
  // What an earlier version of the step made besides is nobody's input.
  for (const output of previous.outputs.filter(({ path }) => step.outputs.includes(path))) {
    const hash = await place.hash(join(place.folder, output.path)).catch(() => undefined);
    if (hash?.sha256 !== output.sha256) return false;
  }
  return true;
}

/** Removes what earlier, other inputs of this step left unfinished. */
async function removeOtherWork(root: string, name: string, keep: string | undefined) {
  const entries = await readdir(root).catch(() => []);
  for (const entry of entries) {
    const path = join(root, entry);
    const ofStep = entry.startsWith(`${name}-`) && /^[0-9a-f]{12}$/.test(entry.slice(-12));
    if (ofStep && entry.length === name.length + 13 && path !== keep) {
      await rm(path, { recursive: true, force: true });
    }
  }
}
