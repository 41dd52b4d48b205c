import { execa } from "execa";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { until } from "../../../tools/test-kit/src/until.ts";
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

/** Resolves when the file has not grown for half a second; its writer writes every 50 ms. */
async function endOfWriting(file: string): Promise<void> {
  await until("nothing is written any more", async () => {
    const before = await size(file);
    await sleep(500);
    return (await size(file)) === before;
  });
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
  const controller = new AbortController();
  const { signal } = controller;
  const ended = runGuarded({ guard: "python3", command, variables, signal });
  ended.catch(() => undefined);
  await until("it writes", async () => (await size(file)) > 0);
  controller.abort(new Error("enough"));
  await expect(ended).rejects.toThrow("enough");
  await endOfWriting(file);
});

it("ends the command when this process is killed", async () => {
  const file = join(await temporaryFolder(), "written");
  const command = JSON.stringify(["python3", "-c", stubborn, file]);
  const parent = await execa(process.execPath, ["--input-type=module"], {
    input: `import { existsSync } from "node:fs";
      import { runGuarded } from ${JSON.stringify(source)};
      setInterval(() => {
        if (existsSync(${JSON.stringify(file)})) process.kill(process.pid, "SIGKILL");
      }, 50);
      await runGuarded({ guard: "python3", command: ${command}, variables: ${JSON.stringify(variables)} });`,
    reject: false,
  });
  expect(parent.signal).toBe("SIGKILL");
  await endOfWriting(file);
  expect(await readFile(file, "utf8")).toMatch(/^x*$/u);
});
