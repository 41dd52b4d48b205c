import { isAbsolute, join } from "node:path";
import { hashPath } from "./hash-path.ts";
import type { Artifact, StepRecord } from "./manifest.ts";
import type { PathHasher } from "./remember-hashes.ts";

/** A finished step that ran on other inputs than those there now. */
export interface StaleStep {
  /** Its name. */
  readonly name: string;
  /** Inputs whose content has changed since it ran. */
  readonly changed: readonly string[];
}

/** What files of an experiment stem from. */
export interface Origins {
  /** Steps that led to them and are out of date, in the order of the manifest. */
  readonly stale: readonly StaleStep[];
  /** Files among them, and among what they were made from, that are not as a recorded step left them. */
  readonly unrecorded: readonly string[];
}

/** Whose files are traced. */
export interface TracedExperiment {
  /** The experiment folder. */
  readonly folder: string;
  /** Its finished steps. */
  readonly steps: readonly StepRecord[];
  /**
   * Hashes what is there now.
   * @default hashPath
   */
  readonly hash?: PathHasher;
}

/**
 * Follows files back to the steps that made them, by the hashes on record, and says which of these
 * steps ran on other inputs than those there now.
 *
 * A file is a step's when it has the SHA-256 that the step's record gives it; what somebody else put
 * in its place is `unrecorded`, and traced no further. Inputs with an absolute path are a user's own
 * files and do not count; nor does an input that is gone, as nothing has taken its place.
 *
 * @param experiment Folder and records, as in `manifest.json`.
 * @param paths Files or folders, relative to the experiment folder.
 * @returns Nothing stale and nothing unrecorded when all of them belong together.
 * @example
 * // `split` was run again after `train`:
 * await traceOrigins({ folder, steps }, ["model"]);
 * // { stale: [{ name: "train", changed: ["train_split.json"] }], unrecorded: [] }
 */
export async function traceOrigins(
  experiment: TracedExperiment,
  paths: readonly string[],
): Promise<Origins> {
  const { folder, steps, hash = hashPath } = experiment;
  const changedOf = new Map<StepRecord, readonly string[]>();
  const unrecorded = new Set<string>();
  const left = paths.filter(isOwn);
  for (let path = left.shift(); path !== undefined; path = left.shift()) {
    const now = await hash(join(folder, path)).catch(() => undefined);
    const maker = steps.find(({ outputs }) => outputs.some((output) => isSame(output, path, now)));
    if (maker === undefined && now !== undefined) unrecorded.add(path);
    if (maker === undefined || changedOf.has(maker)) continue;
    const inputs = maker.inputs.filter((input) => isOwn(input.path));
    const changed = await changedInputs(folder, inputs, hash);
    changedOf.set(maker, changed);
    left.push(...inputs.map((input) => input.path).filter((each) => !changed.includes(each)));
  }
  const stale = steps.map((step) => ({ name: step.name, changed: changedOf.get(step) ?? [] }));
  return { stale: stale.filter(({ changed }) => changed.length > 0), unrecorded: [...unrecorded] };
}

/** A path in the experiment folder; others are files of the user. */
function isOwn(path: string): boolean {
  return !isAbsolute(path);
}

/** Whether an output is what lies at a path, or lay there if nothing does. */
function isSame(output: Artifact, path: string, now: { sha256: string } | undefined): boolean {
  return output.path === path && (now === undefined || now.sha256 === output.sha256);
}

async function changedInputs(
  folder: string,
  inputs: readonly Artifact[],
  hash: PathHasher,
): Promise<string[]> {
  const changed: string[] = [];
  for (const { path, sha256 } of inputs) {
    const now = await hash(join(folder, path)).catch(() => undefined);
    if (now !== undefined && now.sha256 !== sha256) changed.push(path);
  }
  return changed;
}
