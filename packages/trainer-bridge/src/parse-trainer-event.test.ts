import { describe, expect, it } from "vitest";
import { parseTrainerEvent } from "./parse-trainer-event.ts";
import { TrainerBridgeError } from "./trainer-bridge-error.ts";

function problemOf(line: string): string {
  try {
    parseTrainerEvent(line);
  } catch (error) {
    if (error instanceof TrainerBridgeError) return `${error.code} ${error.message}`;
    throw error;
  }
  return "none";
}

describe("parseTrainerEvent", () => {
  it("reads a known event and keeps fields that it does not know", () => {
    const event = parseTrainerEvent('{"type":"note","message":"x","colour":"red"}');
    expect(event).toEqual({ type: "note", message: "x", colour: "red" });
  });

  it("gives undefined for a type that it does not know", () => {
    expect(parseTrainerEvent('{"type":"weather"}')).toBeUndefined();
    expect(parseTrainerEvent('{"type":"toString"}')).toBeUndefined();
  });

  it.each(["", "Epoch 1/3", "[1]", "null", '{"message":"x"}', '{"type":1}'])(
    "refuses the line %j and quotes it",
    (line) => {
      expect(problemOf(line)).toContain("INVALID_TRAINER_OUTPUT");
      expect(problemOf(line)).toContain(JSON.stringify(line));
    },
  );

  it("names the field that is missing or wrong", () => {
    expect(problemOf('{"type":"note"}')).toContain(
      'expected "message" to be a string, got nothing',
    );
    expect(problemOf('{"type":"checkpoint-saved","step":-1,"folder":"x"}')).toContain(
      'checkpoint-saved: expected "step" to be an integer of 0 or more, got -1',
    );
  });

  it("quotes at most 200 characters of a line", () => {
    expect(problemOf("x".repeat(10_000)).length).toBeLessThan(500);
  });
});
