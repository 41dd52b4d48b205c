import { execa } from "execa";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { until } from "../../../tools/test-kit/src/until.ts";
import { temporaryFolder, trainerEnvironment } from "../test/fixture-environment.ts";
import { withMorePatience } from "../test/with-more-patience.ts";
import { runTrainer } from "./run-trainer.ts";
import type { TrainerContext } from "./run-trainer.ts";
import { TrainerBridgeError } from "./trainer-bridge-error.ts";
import type { TrainerEvent } from "./trainer-event.ts";
import type { DescribeResult } from "./trainer-job.ts";

interface Outcome {
  readonly result: DescribeResult | undefined;
  readonly error: unknown;
  readonly events: readonly TrainerEvent[];
  readonly log: readonly string[];
}

/** Runs a fixture trainer and keeps all that can be seen of it. */
async function run(name: string, context: Partial<TrainerContext> = {}): Promise<Outcome> {
  const events: TrainerEvent[] = [];
  const log: string[] = [];
  let error: unknown;
  const result = await runTrainer({
    environment: await trainerEnvironment(name),
    workFolder: await temporaryFolder(),
    onEvent: (event) => events.push(event),
    onLog: (line) => log.push(line),
    killAfterMs: 300,
    ...context,
    job: "describe",
    options: { answer: 42 },
  }).catch((reason: unknown) => {
    error = reason;
    return undefined;
  });
  return { result, error, events, log };
}

function codeOf({ error }: Outcome): string {
  return error instanceof TrainerBridgeError ? error.code : `no bridge error: ${String(error)}`;
}

function textOf({ error }: Outcome): string {
  return error instanceof TrainerBridgeError
    ? `${error.message} Hint: ${error.hint}`
    : String(error);
}

describe("a trainer that keeps to the protocol", () => {
  it("gives its result, its events and its log, and passes over unknown events with a note", async () => {
    const workFolder = await temporaryFolder();
    const environment = {
      ...(await trainerEnvironment("well-behaved")),
      variables: { HOME: "/home/x" },
    };
    const { result, error, events, log } = await run("well-behaved", { workFolder, environment });
    expect(error).toBeUndefined();
    expect(result).toMatchObject({ device: "cpu", threads: 2 });
    expect(events.map((event) => event.type)).toEqual(["hello", "job-start", "note", "job-end"]);
    expect(log).toContain('options {"answer":42}');
    expect(log.some((line) => line.includes("news-of-a-later-version"))).toBe(true);
    expect(log).toContain(`folder ${workFolder} module path ${environment.trainerFolder}`);
    const variables = log.find((line) => line.startsWith("variables"))?.split(" ") ?? [];
    expect(variables).not.toContain("VITEST");
    expect(variables).toContain("HOME");
    expect(JSON.parse(await readFile(join(workFolder, "describe.options.json"), "utf8"))).toEqual({
      answer: 42,
    });
  });

  it("may write lines of two megabytes", async () => {
    const { error, events } = await run("huge-line");
    expect(error).toBeUndefined();
    expect(events.find((event) => event.type === "note")?.message.length).toBe(2 ** 20);
  });

  it("passes its own error on, with hint, problems and traceback", async () => {
    const outcome = await run("reports-an-error");
    expect(outcome.error).toMatchObject({
      code: "INVALID_OPTIONS",
      hint: "Correct them.",
      details: { problems: [expect.stringContaining("epochs"), expect.stringContaining("color")] },
    });
    expect((await run("reports-an-unknown-code")).error).toMatchObject({
      code: "TRAINER_FAILED",
      details: { trainerCode: "MOON_TOO_BRIGHT" },
    });
  });
});

describe("a trainer that breaks the protocol is stopped", () => {
  it.each([
    [
      "wrong-version",
      "PROTOCOL_MISMATCH",
      /protocol 1 expected, 2 received from .*python \(searchfit_trainer 0\.3\.0\)/u,
    ],
    ["bad-line", "INVALID_TRAINER_OUTPUT", /step-end/u],
    ["prints-to-stdout", "INVALID_TRAINER_OUTPUT", /Loading weights: 100%/u],
    ["prints-after-hello", "INVALID_TRAINER_OUTPUT", /Loading weights: 100%/u],
    ["endless-line", "INVALID_TRAINER_OUTPUT", /xxxxx/u],
    ["talks-after-the-end", "INVALID_TRAINER_OUTPUT", /nothing after "job-end".*one more thing/u],
    [
      "incomplete-result",
      "INVALID_TRAINER_OUTPUT",
      /expected "trainer" to be a string, got nothing/u,
    ],
  ])("%s: %s", async (name, code, message) => {
    const outcome = await run(name);
    expect(codeOf(outcome)).toBe(code);
    expect(textOf(outcome)).toMatch(message);
    expect(textOf(outcome).length).toBeLessThan(900);
  });
});

describe("a trainer that dies", () => {
  it("says nothing: the last words of stderr are quoted", async () => {
    const outcome = await run("says-nothing");
    expect(codeOf(outcome)).toBe("TRAINER_SILENT");
    expect(textOf(outcome)).toContain("exited with code 1 before its first line");
    expect(textOf(outcome)).toContain("No module named searchfit_trainer");
  });

  it("is killed at step 3: the place and a likely cause are told", async () => {
    const outcome = await run("dies-at-step-3");
    expect(codeOf(outcome)).toBe("TRAINER_DIED");
    expect(textOf(outcome)).toContain("was ended by SIGKILL at step 3 of 10");
    expect(textOf(outcome)).toContain("memory");
    expect(outcome.events.filter((event) => event.type === "step-end")).toHaveLength(3);
  });

  it("exits at step 3: the exit code is told", async () => {
    expect(textOf(await run("exits-at-step-3"))).toContain("exited with code 139 at step 3 of 10");
  });

  it("cannot be started: the system's reason is told", async () => {
    const environment = {
      ...(await trainerEnvironment("well-behaved")),
      python: "/nowhere/python",
    };
    const outcome = await run("well-behaved", { environment });
    expect(codeOf(outcome)).toBe("TRAINER_NOT_STARTED");
    expect(textOf(outcome)).toContain("ENOENT");
  });
});

describe("exit code and last line have to agree", () => {
  it.each([
    ["error-with-exit-0", /said "error" \(NAN_LOSS: .*\) and exited with code 0/u],
    ["end-with-exit-1", /said "job-end" and exited with code 1/u],
  ])("%s", async (name, message) => {
    const outcome = await run(name);
    expect(codeOf(outcome)).toBe("TRAINER_CONTRADICTION");
    expect(textOf(outcome)).toMatch(message);
  });
});

describe("patience", () => {
  it("ends a trainer that never says hello", async () => {
    const outcome = await run("hangs-before-hello", { patienceMs: 1000 });
    expect(codeOf(outcome)).toBe("TRAINER_SILENT");
    expect(textOf(outcome)).toContain("within 1 s");
  });

  it("ends a trainer that does not exit after its last line", async () => {
    const outcome = await withMorePatience(
      (patienceMs) => run("never-exits", { patienceMs }),
      (tried) => codeOf(tried) !== "TRAINER_SILENT",
    );
    expect(codeOf(outcome)).toBe("TRAINER_CONTRADICTION");
  });
});

describe("stopping", () => {
  function abortWhenReady(): Partial<TrainerContext> {
    const controller = new AbortController();
    return {
      signal: controller.signal,
      onEvent: (event) => {
        if (event.type === "note") controller.abort(new Error("enough"));
      },
    };
  }

  it("rejects with the signal's reason when SIGTERM ended the trainer", async () => {
    const killAfterMs = 3_600_000; // SIGKILL would come too late for this test
    const { error } = await run("stops-on-sigterm", { ...abortWhenReady(), killAfterMs });
    expect(error).toEqual(new Error("enough"));
  });

  it("kills a trainer that ignores SIGTERM", async () => {
    const { error, log } = await withMorePatience(
      (killAfterMs) => run("ignores-sigterm", { ...abortWhenReady(), killAfterMs }),
      ({ log: lines }) => lines.includes("SIGTERM is ignored"),
    );
    expect(error).toEqual(new Error("enough"));
    expect(log).toContain("SIGTERM is ignored");
  });

  it("starts nothing when the signal is aborted already", async () => {
    const { error, events } = await run("well-behaved", {
      signal: AbortSignal.abort(new Error("no")),
    });
    expect(error).toEqual(new Error("no"));
    expect(events).toEqual([]);
  });

  it("stops the trainer and passes an error of the listener on", async () => {
    const listener = (): void => {
      throw new Error("the listener failed");
    };
    const { error } = await run("stops-on-sigterm", { onEvent: listener });
    expect(error).toEqual(new Error("the listener failed"));
  });

  it("closes the trainer's stdin when this process is killed", async () => {
    const folder = await temporaryFolder();
    const file = join(folder, "farewell");
    const environment = await trainerEnvironment("stops-when-stdin-closes");
    const parent = execa(
      process.execPath,
      ["--conditions=@searchfit/source", "--input-type=module"],
      {
        input: `import { runTrainer } from ${JSON.stringify(fileURLToPath(new URL("run-trainer.ts", import.meta.url)))};
        await runTrainer({
          environment: ${JSON.stringify(environment)}, workFolder: ${JSON.stringify(folder)},
          job: "describe", options: { file: ${JSON.stringify(file)} },
          onEvent: (event) => { if (event.type === "note") process.kill(process.pid, "SIGKILL"); },
        });`,
        reject: false,
      },
    );
    expect((await parent).signal).toBe("SIGKILL");
    const farewell = () => readFile(file, "utf8").catch(() => "");
    await until("the trainer has said farewell", async () => (await farewell()) !== "");
    expect(await farewell()).toBe("stdin was closed");
  });
});

it("tells a work folder that cannot be written", async () => {
  const workFolder = join(process.execPath, "below-a-file");
  const outcome = await run("well-behaved", { workFolder });
  expect(codeOf(outcome)).toBe("FILE_ERROR");
  expect(textOf(outcome)).toContain("EEXIST");
});
