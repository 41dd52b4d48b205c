import {
  constants,
  copyFile,
  cp,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
} from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { hashFile } from "./model-files.ts";
import type { PythonEnvironment } from "./python-environment.ts";
import { TrainerBridgeError } from "./trainer-bridge-error.ts";
import { trainerProtocol } from "./trainer-event.ts";
import { readTrainerLocks } from "./trainer-locks.ts";
import type { TrainerLocks } from "./trainer-locks.ts";
import { contentOfJob, jobFormat } from "./training-job.ts";
import type { TrainingInputs, TrainingJob } from "./training-job.ts";
import { translateSystemError } from "./translate-system-error.ts";
import { writeFileDurably } from "./write-file-durably.ts";

/** Options of {@link writeTrainingJob}. */
export interface WriteTrainingJobOptions extends TrainingInputs {
  /** Where the job goes; must not exist, or be empty. */
  readonly folder: string;
  /** Whose trainer and locks go with it. */
  readonly environment: Pick<PythonEnvironment, "trainerFolder" | "version">;
}

/** A job's folder that was written. */
export interface WrittenTrainingJob {
  /** Where it lies. */
  readonly folder: string;
  /** Files that the training reads. */
  readonly files: number;
}

const lockFiles = ["torch.lock", "torch-cpu.lock", "torch-cuda.lock", "requirements.lock"];

/**
 * Writes a training as a self-contained folder: data, base model, options, the trainer itself and its locks.
 * It can be copied to another machine, one with a GPU for instance, run there with that machine's own torch by
 * `python -m searchfit_trainer .`, and taken back by `adoptTrainingJob`.
 *
 * The folder appears under its name only when it is whole.
 *
 * @throws {TrainerBridgeError} `JOB_FOLDER_NOT_EMPTY`; `DISK_FULL` and `FILE_ERROR` of the file system.
 * @example
 * await writeTrainingJob({ folder: "job", environment, baseModel, trainFile, dev, settings: { epochs: 3 } });
 */
export async function writeTrainingJob(
  options: WriteTrainingJobOptions,
): Promise<WrittenTrainingJob> {
  const folder = resolve(options.folder);
  await requireEmpty(folder);
  const beside = `${folder}.new-${process.pid}`;
  try {
    const files = await fill(beside, options);
    await rm(folder, { recursive: true, force: true });
    await rename(beside, folder);
    return { folder, files };
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    throw translateSystemError(error, folder);
  }
}

async function requireEmpty(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) return;
  throw new TrainerBridgeError({
    code: "JOB_FOLDER_NOT_EMPTY",
    message: `Expected ${folder} not to exist or to be empty, it holds ${names.slice(0, 3).join(", ")}${names.length > 3 ? ", …" : ""}.`,
    hint: "Name another folder, or remove this one.",
    details: { folder },
  });
}

async function fill(folder: string, options: WriteTrainingJobOptions): Promise<number> {
  const { trainerFolder } = options.environment;
  const content = await contentOfJob(options);
  const files: Record<string, string> = {};
  for (const [path, source] of content.sources) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(await realpath(source), target, constants.COPYFILE_FICLONE);
    files[path] = await hashFile(target);
  }
  await cp(join(trainerFolder, "searchfit_trainer"), join(folder, "searchfit_trainer"), {
    recursive: true,
    filter: (path) => !path.includes("__pycache__"),
  });
  for (const name of lockFiles) {
    await cp(join(trainerFolder, name), join(folder, name)).catch(() => undefined);
  }
  const locks = await readTrainerLocks(trainerFolder);
  const versions = await versionsOf(options.environment, locks);
  const { options: wire } = content;
  const job: TrainingJob = {
    format: jobFormat,
    protocol: trainerProtocol,
    versions,
    options: wire,
    files,
  };
  await writeFileDurably(join(folder, "README.md"), instructions(versions));
  await writeFileDurably(join(folder, "job.json"), `${JSON.stringify(job, null, 2)}\n`);
  return content.sources.size;
}

async function versionsOf(
  { trainerFolder, version }: WriteTrainingJobOptions["environment"],
  { torch, requirements }: TrainerLocks,
): Promise<Record<string, string | null>> {
  const source = await readFile(join(trainerFolder, "searchfit_trainer", "__init__.py"), "utf8");
  const packages = [...torch.packages, ...requirements.packages];
  const locked = (name: string): string | null =>
    packages.find((entry) => entry.name === name)?.version ?? null;
  return {
    trainer: /__version__ = "([^"]+)"/u.exec(source)?.[1] ?? null,
    python: version,
    torch: locked("torch"),
    sentenceTransformers: locked("sentence-transformers"),
    transformers: locked("transformers"),
  };
}

function instructions(versions: Readonly<Record<string, string | null>>): string {
  return `# A training to run elsewhere

Everything it needs is in this folder, but Python ${versions.python ?? ""} (3.11 to 3.13), torch and sentence-transformers.

1. Copy the folder to the machine, as it is.
2. There, with the torch that fits its GPU:

   \`\`\`sh
   cd THIS_FOLDER
   pip install "torch>=${versions.torch ?? "2"}" "sentence-transformers==${versions.sentenceTransformers ?? ""}" "transformers==${versions.transformers ?? ""}"
   python -m searchfit_trainer . > events.jsonl
   \`\`\`

   \`requirements.lock\` pins everything but torch. Other versions work where they can load the model; the
   trainer says which differ. Progress goes to the terminal and to \`training.log\`. Stopped or killed, the same command
   goes on from the last checkpoint. Nothing goes online.
3. Copy the folder back, or \`job.json\`, \`result.json\`, \`model/\`, \`training.log\` and \`metrics.jsonl\` of it, and

   \`\`\`sh
   searchfit adopt THIS_FOLDER --experiment NAME
   \`\`\`

   checks every file, exports the model to ONNX, and goes on as if it had been trained there.

\`job.json\` may be changed where that does not change what is asked for: \`device\`, \`precision\`, \`threads\`,
\`miniBatchSize\` (texts in memory at once), \`subForwards\`, \`checkpointEverySteps\`, \`keepCheckpoints\`.
`;
}
