import { execa } from "execa";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { runGuarded } from "../src/guarded-command.ts";
import { temporaryFolder } from "./fixture-environment.ts";

const variables = { PATH: process.env.PATH ?? "/usr/bin:/bin" };
const source = fileURLToPath(new URL("../src/guarded-command.ts", import.meta.url));

/** Writes on into a file, as an installer does, whatever signal but SIGKILL it gets. */
const stubborn = `import signal, sys, time
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP): signal.signal(number, signal.SIG_IGN)
while True:
    open(sys.argv[1], "a").write("x")
    time.sleep(0.05)`;

async function size(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0;
}

async function stillWrites(file: string): Promise<boolean> {
  const before = await size(file);
  await sleep(500);
  return (await size(file)) > before;
}

it("gives exit code and output of the command", async () => {
  const lines: string[] = [];
  const command = ["sh", "-c", "echo out; echo https://me:secret@host >&2; exit 3"];
  const end = await runGuarded({
    guard: "python3",
    command,
    variables,
    onLine: (line) => lines.push(line),
  });
  expect(end.ok).toBe(false);
  expect(lines.sort()).toEqual(["https://***@host", "out"]);
  expect((await runGuarded({ guard: "python3", command: ["true"], variables })).ok).toBe(true);
  expect(
    await runGuarded({ guard: "python3", command: ["/nowhere/pip"], variables }),
  ).toMatchObject({
    ok: false,
    tail: [expect.stringContaining("/nowhere/pip")],
  });
});

it("ends the command when the signal is aborted", async () => {
  const file = join(await temporaryFolder(), "written");
  const command = ["python3", "-c", stubborn, file];
  const signal = AbortSignal.timeout(1500);
  await expect(runGuarded({ guard: "python3", command, variables, signal })).rejects.toThrow(
    "timeout",
  );
  expect(await size(file)).toBeGreaterThan(0);
  expect(await stillWrites(file)).toBe(false);
});

it("ends the command when this process is killed", async () => {
  const file = join(await temporaryFolder(), "written");
  const command = JSON.stringify(["python3", "-c", stubborn, file]);
  const parent = await execa(process.execPath, ["--input-type=module"], {
    input: `import { runGuarded } from ${JSON.stringify(source)};
      setTimeout(() => process.kill(process.pid, "SIGKILL"), 1500);
      await runGuarded({ guard: "python3", command: ${command}, variables: ${JSON.stringify(variables)} });`,
    reject: false,
  });
  expect(parent.signal).toBe("SIGKILL");
  expect(await readFile(file, "utf8")).toMatch(/^x+$/u);
  await sleep(500);
  expect(await stillWrites(file)).toBe(false);
});
