import { eventFields } from "./event-fields.ts";
import { cut, firstProblem, isRecord } from "./field-checks.ts";
import { TrainerBridgeError } from "./trainer-bridge-error.ts";
import type { TrainerEvent } from "./trainer-event.ts";

/**
 * Reads one line of the trainer's stdout. Fields that this version does not know are kept.
 *
 * @param line The line without its line break.
 * @returns The event; undefined for a type that this version does not know, which a reader passes over.
 * @throws {TrainerBridgeError} `INVALID_TRAINER_OUTPUT`, quoting the line, when it is no JSON object
 *   with a `type`, or lacks a field of its type.
 * @example
 * parseTrainerEvent('{"type":"note","message":"Training in bf16."}');
 * // { type: "note", message: "Training in bf16." }
 */
export function parseTrainerEvent(line: string): TrainerEvent | undefined {
  const value = parseJson(line);
  if (!isRecord(value) || typeof value.type !== "string") {
    throw invalidLine(line, 'expected a JSON object with a "type"');
  }
  const type = value.type;
  if (!isKnown(type)) return undefined;
  const problem = firstProblem(value, eventFields[type]);
  if (problem !== undefined) throw invalidLine(line, `${type}: ${problem}`);
  return value as unknown as TrainerEvent;
}

function isKnown(type: string): type is TrainerEvent["type"] {
  return Object.hasOwn(eventFields, type);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function invalidLine(line: string, problem: string): TrainerBridgeError {
  return new TrainerBridgeError({
    code: "INVALID_TRAINER_OUTPUT",
    message: `The trainer's stdout carries one JSON event a line; ${problem}. The line: ${cut(JSON.stringify(line))}.`,
    hint: "Something printed to the trainer's stdout, or the trainer and this package do not fit together.",
    details: { line: cut(line) },
  });
}
