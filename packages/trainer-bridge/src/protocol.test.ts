import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { eventFields, resultFields } from "./event-fields.ts";
import type { FieldChecks } from "./field-checks.ts";
import { firstProblem } from "./field-checks.ts";
import { followConversation } from "./trainer-conversation.ts";
import { trainerErrorCodes } from "./trainer-error-code.ts";
import type { TrainerEvent } from "./trainer-event.ts";
import type { TrainerJob } from "./trainer-job.ts";

interface Schema {
  readonly required: readonly string[];
  readonly properties: Readonly<
    Record<string, Partial<Schema> & { readonly enum?: readonly string[] }>
  >;
}

const protocol = new URL("../protocol/", import.meta.url);
const schema = JSON.parse(readFileSync(new URL("events.schema.json", protocol), "utf8")) as {
  readonly oneOf: readonly { readonly $ref: string }[];
  readonly $defs: Readonly<Record<string, Schema>>;
};
const examples = readdirSync(new URL("examples/", protocol)).filter((name) =>
  name.endsWith(".jsonl"),
);
const jobs = Object.keys(resultFields) as TrainerJob[];

/** Names of fields, with "?" behind those that may be left out. */
function fieldsOf(checks: FieldChecks): readonly string[] {
  return Object.entries(checks)
    .map(([name, check]) => (check.accepts(undefined) ? `${name}?` : name))
    .sort();
}

function fieldsOfSchema({ required, properties }: Schema, without: string[]): readonly string[] {
  return Object.keys(properties)
    .filter((name) => !without.includes(name))
    .map((name) => (required.includes(name) ? name : `${name}?`))
    .sort();
}

function definition(name: string): Schema {
  const found = schema.$defs[name];
  if (found === undefined) throw new Error(`the schema does not define ${name}`);
  return found;
}

describe("the schema and this package's checks", () => {
  it("know the same events", () => {
    const names = schema.oneOf.map(({ $ref }) => $ref.split("/").at(-1));
    expect(Object.keys(eventFields).sort()).toEqual(names.sort());
  });

  it.each(Object.keys(eventFields).filter((type) => type !== "job-end" && type !== "error"))(
    "ask for the same fields in %s",
    (type) => {
      const checks = eventFields[type as TrainerEvent["type"]];
      expect(fieldsOf(checks)).toEqual(fieldsOfSchema(definition(type), ["type"]));
    },
  );

  it("ask for the same fields in error, where this package does without a traceback", () => {
    const fields = fieldsOfSchema(definition("error"), ["type"]);
    const expected = fields.map((name) => (name === "traceback" ? "traceback?" : name));
    expect(fieldsOf(eventFields.error)).toEqual(expected);
  });

  it.each(jobs)("ask for the same fields in the result of %s", (job) => {
    const end = definition(job === "train" ? "training-end" : `${job}-end`);
    expect(fieldsOf(resultFields[job])).toEqual(
      fieldsOfSchema(end.properties.result as Schema, []),
    );
  });

  it("know the same error codes", () => {
    expect([...trainerErrorCodes].sort()).toEqual(
      [...(definition("error").properties.code?.enum ?? [])].sort(),
    );
  });
});

describe("the recorded conversations", () => {
  it("are there for every job", () => {
    expect(jobs.filter((job) => !examples.some((name) => name.startsWith(job)))).toEqual([]);
  });

  it.each(examples)("%s is understood", (name) => {
    const events: TrainerEvent[] = [];
    const conversation = followConversation({
      python: "python",
      onEvent: (event) => events.push(event),
      onIgnored: (message) => expect.fail(message),
    });
    const lines = readFileSync(new URL(`examples/${name}`, protocol), "utf8")
      .trimEnd()
      .split("\n");
    for (const line of lines) conversation.accept(line);
    expect(events).toHaveLength(lines.length);
    const last = conversation.last();
    if (last === undefined) expect.fail("no last line");
    if (last.type === "error") return;
    expect(
      firstProblem(last.result, resultFields[conversation.hello()?.job as TrainerJob]),
    ).toBeUndefined();
  });
});
