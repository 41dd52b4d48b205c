import { join, resolve } from "node:path";
import { makeFolder } from "./make-folder.ts";
import { resultFields } from "./event-fields.ts";
import { firstProblem } from "./field-checks.ts";
import { judgeProcessEnd } from "./judge-process-end.ts";
import type { PythonEnvironment } from "./python-environment.ts";
import { TrainerBridgeError } from "./trainer-bridge-error.ts";
import { followConversation } from "./trainer-conversation.ts";
import type { TrainerConversation } from "./trainer-conversation.ts";
import type { TrainerEvent } from "./trainer-event.ts";
import type { TrainerJob, TrainerResults } from "./trainer-job.ts";
import { startTrainer } from "./trainer-process.ts";
import type { TrainerProcess } from "./trainer-process.ts";
import { translateSystemError } from "./translate-system-error.ts";
import { writeFileDurably } from "./write-file-durably.ts";

/** What a job needs besides its own options. */
export interface TrainerContext {
  /** Where it runs, from `ensurePythonEnvironment`. */
  readonly environment: PythonEnvironment;
  /** A folder for the options file; also the process's working folder. Made when it is missing. */
  readonly workFolder: string;
  /** Called with every event, `hello` and the last one included. */
  readonly onEvent?: ((event: TrainerEvent) => void) | undefined;
  /** Called with every line of the trainer's stderr. */
  readonly onLog?: ((line: string) => void) | undefined;
  /** Stops the job: SIGTERM, and SIGKILL when that was not enough. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Time between SIGTERM and SIGKILL.
   *
   * @default 10_000
   */
  readonly killAfterMs?: number | undefined;
  /**
   * Longest time until the first line, and from the last line to the exit.
   *
   * @default 120_000
   */
  readonly patienceMs?: number | undefined;
}

/** Options of {@link runTrainer}. */
export interface RunTrainerOptions<Job extends TrainerJob> extends TrainerContext {
  /** What to do. */
  readonly job: Job;
  /** The job's options as they go over the wire. */
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Runs one job of the trainer in a process of its own: options as a JSON file, events as JSON lines.
 *
 * The first line has to be `hello` with the right protocol version; exit code and last line have to
 * agree. When this process dies, the trainer's pipes close: a training notices it at its next event,
 * writes a checkpoint and ends.
 *
 * @returns The result of the job's last event, checked.
 * @throws {TrainerBridgeError} The trainer's own codes (`INVALID_OPTIONS`, `NAN_LOSS`, …; one that this
 *   version does not know becomes `TRAINER_FAILED`), or `TRAINER_NOT_STARTED`, `TRAINER_SILENT`,
 *   `PROTOCOL_MISMATCH`, `INVALID_TRAINER_OUTPUT`, `TRAINER_DIED`, `TRAINER_CONTRADICTION`.
 * @throws The signal's reason when it was aborted.
 * @example
 * const { hardware } = await runTrainer({ environment, job: "describe", options: {}, workFolder });
 */
export async function runTrainer<Job extends TrainerJob>(
  options: RunTrainerOptions<Job>,
): Promise<TrainerResults[Job]> {
  options.signal?.throwIfAborted();
  const workFolder = resolve(options.workFolder);
  const optionsFile = join(workFolder, `${options.job}.options.json`);
  await makeFolder(workFolder)
    .then(() => writeFileDurably(optionsFile, `${JSON.stringify(options.options, null, 2)}\n`))
    .catch((error: unknown) => {
      throw translateSystemError(error, workFolder);
    });
  const last = await converse(options, [options.job, optionsFile], workFolder);
  return checkResult(options.job, last.result);
}

async function converse(
  options: TrainerContext,
  words: readonly string[],
  workFolder: string,
): Promise<ReturnType<typeof judgeProcessEnd>> {
  const { python } = options.environment;
  let problem: { readonly error: unknown } | undefined;
  const fail = (error: unknown): void => {
    problem ??= { error };
    trainer.stop();
  };
  const conversation = followConversation({
    python,
    onEvent: (event) => options.onEvent?.(event),
    onIgnored: (message) => options.onLog?.(message),
  });
  const guarded = (work: (line: string) => void) => (line: string) => {
    if (problem !== undefined) return;
    try {
      work(line);
    } catch (error) {
      fail(error);
    }
  };
  const trainer = startTrainer({
    environment: options.environment,
    arguments: words,
    workFolder,
    killAfterMs: options.killAfterMs ?? 10_000,
    onLine: guarded(conversation.accept),
    onLog: guarded((line) => options.onLog?.(line)),
    onProblem: fail,
  });
  const stopWatching = watch(options, { conversation, trainer, fail });
  const end = await trainer.ended.finally(stopWatching);
  if (problem !== undefined) throw problem.error;
  const agrees = end.exitCode === 0 && conversation.last() !== undefined;
  if (!agrees) options.signal?.throwIfAborted();
  return judgeProcessEnd(end, conversation, python);
}

interface Watched {
  readonly conversation: TrainerConversation;
  readonly trainer: TrainerProcess;
  readonly fail: (error: unknown) => void;
}

/** Stops the trainer when the caller asks for it, or when it does not begin or does not end in time. */
function watch(options: TrainerContext, watched: Watched): () => void {
  const patienceMs = options.patienceMs ?? 120_000;
  let silentSince = performance.now();
  const interval = setInterval(
    () => {
      const speaking =
        watched.conversation.hello() !== undefined && watched.conversation.last() === undefined;
      if (speaking) silentSince = performance.now();
      else if (performance.now() - silentSince > patienceMs)
        watched.fail(stuck(watched, patienceMs));
    },
    Math.min(1000, patienceMs / 4),
  );
  const stop = (): void => watched.trainer.stop();
  options.signal?.addEventListener("abort", stop, { once: true });
  if (options.signal?.aborted === true) stop();
  return () => {
    clearInterval(interval);
    options.signal?.removeEventListener("abort", stop);
  };
}

function stuck({ conversation }: Watched, patienceMs: number): TrainerBridgeError {
  const last = conversation.last();
  const expected = last === undefined ? "its first line" : `its exit after "${last.type}"`;
  return new TrainerBridgeError({
    code: last === undefined ? "TRAINER_SILENT" : "TRAINER_CONTRADICTION",
    message: `Expected the trainer to come to ${expected} within ${patienceMs / 1000} s; it did not and was stopped.`,
    hint: "Run it again; on a very busy machine, with fewer other programs.",
    details: { last },
  });
}

function checkResult<Job extends TrainerJob>(
  job: Job,
  result: Readonly<Record<string, unknown>>,
): TrainerResults[Job] {
  const problem = firstProblem(result, resultFields[job]);
  if (problem === undefined) return result as unknown as TrainerResults[Job];
  throw new TrainerBridgeError({
    code: "INVALID_TRAINER_OUTPUT",
    message: `The result of "${job}" is not as this version expects it: ${problem}.`,
    details: { job, result },
  });
}
