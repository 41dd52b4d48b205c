import { mkdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { ExperimentStoreError } from "./experiment-store-error.ts";
import { hashPath } from "./hash-path.ts";
import type { Artifact, StepRecord } from "./manifest.ts";
import { moveIntoPlace } from "./move-into-place.ts";
import type { StepContext, StepDefinition } from "./run-step.ts";
import { writeFileDurably } from "./write-file-durably.ts";

/** In the work folder: the record of work that has ended, so that only its moving is left to do. */
const endedFile = ".ended.json";

/** Where a step's outputs are made, where they go, and what the manifest has of the step. */
export interface CommitPlace extends StepContext {
  /** The newest record of that step, if any. */
  readonly previous: StepRecord | undefined;
}

/**
 * Runs the work and moves its outputs into the experiment folder. Work that had ended when the
 * process was killed is not done again: what was not moved yet is moved.
 *
 * @param place Folders, and the step's record in the manifest.
 * @param step Its name and outputs.
 * @param work Makes the outputs in the work folder; returns the record, without outputs.
 * @returns The record with the outputs.
 * @throws {ExperimentStoreError} `OUTPUT_MISSING`.
 */
export async function commitOutputs(
  place: CommitPlace,
  step: StepDefinition,
  work: () => Promise<StepRecord>,
): Promise<StepRecord> {
  const { folder, workFolder } = place;
  let record = await readEnded(place);
  if (record === undefined) {
    record = { ...(await work()), outputs: await hashOutputs(workFolder, step) };
    await writeFileDurably(join(workFolder, endedFile), JSON.stringify(record));
  }
  const trash = join(folder, ".work", `replaced-${step.name}`);
  for (const { path } of record.outputs) {
    const from = join(workFolder, path);
    if (await isThere(from)) await moveIntoPlace({ from, to: join(folder, path), trash });
  }
  return record;
}

async function readEnded({ workFolder, previous }: CommitPlace): Promise<StepRecord | undefined> {
  const text = await readFile(join(workFolder, endedFile), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const record = JSON.parse(text) as StepRecord;
  if (record.finishedAt !== previous?.finishedAt) return record;
  // Saved already, and its outputs were changed since: the work is to be done again, from nothing.
  await rm(workFolder, { recursive: true });
  await mkdir(workFolder);
  return undefined;
}

async function hashOutputs(workFolder: string, step: StepDefinition): Promise<Artifact[]> {
  const outputs: Artifact[] = [];
  for (const path of step.outputs) {
    const made = join(workFolder, path);
    if (!(await isThere(made))) {
      throw new ExperimentStoreError(
        "OUTPUT_MISSING",
        `Step "${step.name}" was to make ${path}, but did not.`,
      );
    }
    outputs.push({ path, ...(await hashPath(made)) });
  }
  return outputs;
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
