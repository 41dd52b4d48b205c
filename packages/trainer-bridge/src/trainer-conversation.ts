import { cut } from "./field-checks.ts";
import { parseTrainerEvent } from "./parse-trainer-event.ts";
import { TrainerBridgeError } from "./trainer-bridge-error.ts";
import { trainerProtocol } from "./trainer-event.ts";
import type {
  HelloEvent,
  JobEndEvent,
  TrainerErrorEvent,
  TrainerEvent,
  TrainingEndEvent,
} from "./trainer-event.ts";

/** An event that ends a conversation. */
export type LastEvent = TrainingEndEvent | JobEndEvent | TrainerErrorEvent;

/** What has been said so far, checked line by line. */
export interface TrainerConversation {
  /** Takes the next line and tells its event, if it is a known one. */
  readonly accept: (line: string) => void;
  /** The first line, once it came. */
  readonly hello: () => HelloEvent | undefined;
  /** The last line, once it came. */
  readonly last: () => LastEvent | undefined;
  /** Where the trainer was, in words, such as "at step 3 of 10". */
  readonly place: () => string;
}

/** What a {@link TrainerConversation} needs. */
export interface TrainerConversationOptions {
  /** The interpreter, for messages. */
  readonly python: string;
  /** Called with every known event. */
  readonly onEvent: (event: TrainerEvent) => void;
  /** Called with a sentence about what was passed over. */
  readonly onIgnored: (message: string) => void;
}

/** Follows the protocol: `hello` of the right version first, then events, and nothing after the last one. */
export function followConversation(options: TrainerConversationOptions): TrainerConversation {
  let hello: HelloEvent | undefined;
  let last: LastEvent | undefined;
  let place = "before its first line";

  const accept = (line: string): void => {
    if (last !== undefined) throw afterTheEnd(line, last);
    const event = parseTrainerEvent(line);
    if (hello === undefined) {
      hello = checkHello(event, line, options.python);
    } else if (event === undefined) {
      options.onIgnored(
        `Passed over an event of a type that this version does not know: ${cut(line)}`,
      );
      return;
    }
    if (event === undefined) return;
    if (isLast(event)) last = event;
    place = placeOf(event) ?? place;
    options.onEvent(event);
  };
  return { accept, hello: () => hello, last: () => last, place: () => place };
}

function isLast(event: TrainerEvent): event is LastEvent {
  return event.type === "training-end" || event.type === "job-end" || event.type === "error";
}

function placeOf(event: TrainerEvent): string | undefined {
  if (event.type === "step-end") return `at step ${event.step} of ${event.totalSteps}`;
  if (event.type === "training-start") return "before its first step";
  if (event.type === "evaluation-start") return `in the evaluation after epoch ${event.epoch}`;
  if (event.type === "progress") return `at ${event.done} of ${event.total} ${event.unit}`;
  return event.type === "hello" || event.type === "job-start" ? `after "${event.type}"` : undefined;
}

function checkHello(event: TrainerEvent | undefined, line: string, python: string): HelloEvent {
  if (event?.type === "hello") {
    if (event.protocol === trainerProtocol) return event;
    throw new TrainerBridgeError({
      code: "PROTOCOL_MISMATCH",
      message: `Trainer protocol ${trainerProtocol} expected, ${event.protocol} received from ${python} (searchfit_trainer ${event.trainer}).`,
      hint: "Install @searchfit/trainer-bridge and its trainer in the same version; leave trainerFolder out to take the one that comes with the package.",
      details: { hello: event },
    });
  }
  throw new TrainerBridgeError({
    code: "INVALID_TRAINER_OUTPUT",
    message: `Expected "hello" as the trainer's first line, got ${cut(JSON.stringify(line))}.`,
    hint: "Check that trainerFolder holds searchfit_trainer.",
    details: { line: cut(line), python },
  });
}

function afterTheEnd(line: string, last: LastEvent): TrainerBridgeError {
  return new TrainerBridgeError({
    code: "INVALID_TRAINER_OUTPUT",
    message: `Expected nothing after "${last.type}", got ${cut(JSON.stringify(line))}.`,
    details: { line: cut(line), last: last.type },
  });
}
