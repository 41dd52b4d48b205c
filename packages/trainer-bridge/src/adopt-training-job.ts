import { constants, copyFile, mkdir, readFile, stat } from "node:fs/promises";
import { dirname, join, posix, resolve } from "node:path";
import { resultFields } from "./event-fields.ts";
import { firstProblem } from "./field-checks.ts";
import { hashFile, isPickle } from "./model-files.ts";
import { TrainerBridgeError } from "./trainer-bridge-error.ts";
import { trainerProtocol } from "./trainer-event.ts";
import type { TrainingResult } from "./trainer-job.ts";
import { contentOfJob, freeOptions, jobFormat, jobResultFormat } from "./training-job.ts";
import type { TrainingInputs, TrainingJob } from "./training-job.ts";
import { translateSystemError } from "./translate-system-error.ts";

/** Options of {@link adoptTrainingJob}. */
export interface AdoptTrainingJobOptions extends TrainingInputs {
  /** The job's folder, after it ran: `job.json`, `result.json` and what that names. */
  readonly folder: string;
  /**
   * Where `model/`, `training.log` and `metrics.jsonl` are copied to.
   *
   * @default nowhere: the job is only checked
   */
  readonly targetFolder?: string | undefined;
}

/** A training that ran elsewhere. */
export interface AdoptedTraining {
  /** Its result; `modelFolder` lies in the target folder, or in the job's where there is none. */
  readonly result: TrainingResult;
  /** Versions of the trainer and its packages where it ran. */
  readonly versions: Readonly<Record<string, string | null>>;
  /** Versions that differ from those that the job was made for, such as `torch 2.9.1 (made for 2.13.0)`. */
  readonly differing: readonly string[];
}

interface JobResult {
  readonly format: string;
  readonly job: string;
  readonly versions: Readonly<Record<string, string | null>>;
  readonly result: Readonly<Record<string, unknown>>;
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Takes back a training that `writeTrainingJob` wrote and another machine ran, as if it had run here.
 *
 * Before anything is copied it is checked that the job was made from the same data, base model and settings (those
 * that only say where and how fast it runs may differ), that it ran to its end, and that every file is as it was
 * when the trainer wrote it.
 *
 * @throws {TrainerBridgeError} `INVALID_JOB` with every problem: another job, half a job, changed files.
 * @example
 * const { result, differing } = await adoptTrainingJob({ folder: "job", baseModel, trainFile, dev, targetFolder });
 */
export async function adoptTrainingJob(options: AdoptTrainingJobOptions): Promise<AdoptedTraining> {
  const folder = resolve(options.folder);
  const job = await readPart<TrainingJob>(folder, "job.json", ["options", "files"]);
  const done = await readPart<JobResult>(folder, "result.json", ["result", "files"]);
  await requireSameJob(folder, job, options);
  await requireWholeResult(folder, done);
  if (options.targetFolder !== undefined)
    await copyFiles(folder, resolve(options.targetFolder), Object.keys(done.files)).catch(
      (error: unknown) => {
        throw translateSystemError(error, folder);
      },
    );
  const modelFolder = join(resolve(options.targetFolder ?? folder), "model");
  return {
    result: { ...(done.result as unknown as TrainingResult), modelFolder },
    versions: done.versions,
    differing: Object.entries(job.versions).flatMap(([name, wanted]) => {
      const there = done.versions[name] ?? null;
      return wanted === null || there === wanted
        ? []
        : [`${name} ${there ?? "none"} (made for ${wanted})`];
    }),
  };
}

async function readPart<Part extends object>(
  folder: string,
  name: "job.json" | "result.json",
  objects: readonly string[],
): Promise<Part> {
  const text = await readFile(join(folder, name), "utf8").catch(() => {
    throw name === "job.json"
      ? refuse(folder, ["it holds no job.json"], "Name the folder that fine-tune --job-only wrote.")
      : refuse(
          folder,
          ["it holds no result.json: the training has not run to its end"],
          "Run it: cd FOLDER && python -m searchfit_trainer . (it goes on where it stopped).",
        );
  });
  const parsed = parse(text);
  const whole = objects.every((key) => typeof parsed?.[key] === "object" && parsed[key] !== null);
  const formats: unknown[] = [jobFormat, jobResultFormat];
  if (parsed === undefined || !whole || !formats.includes(parsed.format))
    throw refuse(folder, [`${name} is not of a format that this version knows`]);
  return { versions: {}, ...parsed } as unknown as Part;
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The job was made from these inputs. */
async function requireSameJob(
  folder: string,
  job: TrainingJob,
  inputs: TrainingInputs,
): Promise<void> {
  const expected = await contentOfJob(inputs);
  const problems: string[] = [];
  if (job.protocol !== trainerProtocol)
    problems.push(`its trainer speaks protocol ${job.protocol}, expected ${trainerProtocol}`);
  for (const key of new Set([...Object.keys(expected.options), ...Object.keys(job.options)])) {
    const [wanted, found] = [expected.options[key], job.options[key]].map((value) =>
      JSON.stringify(value ?? null),
    );
    if (!freeOptions.has(key) && wanted !== found)
      problems.push(`its ${key} is ${found}, the experiment's ${wanted}`);
  }
  for (const path of Object.keys(job.files))
    if (!expected.sources.has(path)) problems.push(`its ${path} is no input of the experiment`);
  for (const [path, source] of expected.sources)
    if (job.files[path] !== (await hashFile(source)))
      problems.push(`its ${path} is not that of the experiment`);
  if (problems.length > 0)
    throw refuse(
      folder,
      problems,
      "It belongs to another experiment or to earlier settings: write the job anew, or set the settings back.",
    );
}

/** The result belongs to the job, and every file is there as it was written. */
async function requireWholeResult(folder: string, done: JobResult): Promise<void> {
  const problems: string[] = [];
  if (done.job !== (await hashFile(join(folder, "job.json"))))
    problems.push("result.json is of another job.json");
  for (const [path, sha256] of Object.entries(done.files)) {
    if (!isAdoptable(path)) problems.push(`${path} is no file of a training`);
    else if (!(await isFile(join(folder, path)))) problems.push(`${path} is missing`);
    else if ((await hashFile(join(folder, path))) !== sha256)
      problems.push(`${path} is not as the trainer wrote it`);
  }
  if (!("model/model.safetensors" in done.files)) problems.push("it has no weights");
  const shape = firstProblem(done.result, resultFields.train);
  if (shape !== undefined) problems.push(`its result is not as this version expects it: ${shape}`);
  if (problems.length > 0)
    throw refuse(folder, problems, "Copy the whole folder from the machine where it ran again.");
}

/** A path that stays inside the target, and no pickle. */
function isAdoptable(path: string): boolean {
  const inside = posix.normalize(path) === path && !path.startsWith("/") && !path.startsWith("..");
  const known = path.startsWith("model/") || path === "training.log" || path === "metrics.jsonl";
  return inside && known && !path.includes("\\") && !isPickle(path);
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}

async function copyFiles(from: string, to: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(to, path)), { recursive: true });
    await copyFile(join(from, path), join(to, path), constants.COPYFILE_FICLONE);
  }
}

function refuse(folder: string, problems: readonly string[], hint?: string): TrainerBridgeError {
  const shown = problems.slice(0, 20);
  const rest = problems.length > 20 ? `; and ${problems.length - 20} more` : "";
  return new TrainerBridgeError({
    code: "INVALID_JOB",
    message: `${folder} cannot be adopted: ${shown.join("; ")}${rest}.`,
    hint,
    details: { folder, problems: shown },
  });
}
