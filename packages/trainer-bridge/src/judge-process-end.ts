import { cut } from "./field-checks.ts";
import { TrainerBridgeError } from "./trainer-bridge-error.ts";
import type { TrainerConversation } from "./trainer-conversation.ts";
import { isTrainerErrorCode } from "./trainer-error-code.ts";
import type { JobEndEvent, TrainerErrorEvent, TrainingEndEvent } from "./trainer-event.ts";
import type { ProcessEnd } from "./trainer-process.ts";

/**
 * What a process that is gone achieved: exit code and last line have to agree.
 *
 * @throws {TrainerBridgeError} The trainer's own error, or what the process died of.
 */
export function judgeProcessEnd(
  end: ProcessEnd,
  conversation: TrainerConversation,
  python: string,
): TrainingEndEvent | JobEndEvent {
  if (end.startError !== undefined) throw notStarted(end.startError, python);
  const last = conversation.last();
  if (last === undefined) throw died(end, conversation);
  const succeeded = last.type !== "error";
  if (succeeded !== (end.exitCode === 0)) throw contradiction(end, last);
  if (last.type === "error") throw reported(last, end);
  return last;
}

function notStarted(cause: Error, python: string): TrainerBridgeError {
  const code = "code" in cause ? String(cause.code) : undefined;
  return new TrainerBridgeError({
    code: "TRAINER_NOT_STARTED",
    message: `Expected to run ${python}, but the system refuses${code === undefined ? "" : `: ${code}`}.`,
    hint: "The environment is not there any more, or is broken: build it anew.",
    details: { python, systemCode: code },
    cause,
  });
}

function died(end: ProcessEnd, conversation: TrainerConversation): TrainerBridgeError {
  const silent = conversation.hello() === undefined;
  const tail = end.stderr.at(-1);
  const said = tail === undefined ? "" : ` Its last words: ${cut(tail)}`;
  return new TrainerBridgeError({
    code: silent ? "TRAINER_SILENT" : "TRAINER_DIED",
    message: `Expected the trainer to end with a last line, but it ${howItEnded(end)} ${conversation.place()}.${said}`,
    hint: hintFor(end, silent),
    details: { exitCode: end.exitCode, signal: end.signal, stderr: end.stderr },
  });
}

function hintFor(end: ProcessEnd, silent: boolean): string {
  if (end.signal === "SIGKILL") {
    return "The system kills a process that takes too much memory: lower batchSize or maxTokens, or close other programs, and run it again.";
  }
  return silent
    ? "Check that trainerFolder holds searchfit_trainer and that the Python environment is whole."
    : "Run it again: a training goes on from its last checkpoint. The last lines of its log are in the details.";
}

function howItEnded(end: ProcessEnd): string {
  return end.signal === undefined
    ? `exited with code ${end.exitCode ?? "?"}`
    : `was ended by ${end.signal}`;
}

function contradiction(
  end: ProcessEnd,
  last: TrainingEndEvent | JobEndEvent | TrainerErrorEvent,
): TrainerBridgeError {
  const detail = last.type === "error" ? ` (${last.code}: ${cut(last.message)})` : "";
  return new TrainerBridgeError({
    code: "TRAINER_CONTRADICTION",
    message: `Expected exit code and last line to agree, but the trainer said "${last.type}"${detail} and ${howItEnded(end)}.`,
    hint: "The result is not to be trusted: run it again.",
    details: { last, exitCode: end.exitCode, signal: end.signal, stderr: end.stderr },
  });
}

function reported(event: TrainerErrorEvent, end: ProcessEnd): TrainerBridgeError {
  const known = isTrainerErrorCode(event.code);
  return new TrainerBridgeError({
    code: known ? event.code : "TRAINER_FAILED",
    message: event.message,
    hint: event.hint,
    details: {
      trainerCode: event.code,
      problems: event.details,
      traceback: event.traceback,
      exitCode: end.exitCode,
    },
  });
}
