import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runCommand, type Command } from "./run-command.ts";

async function run(script: string, options: Partial<Command> = {}) {
  let printed = "";
  const screen = { write: (text: string) => (printed += text) };
  const result = await runCommand({ line: ["bash", "-c", script], root: "/", screen, ...options });
  return { ...result, printed };
}

it("shows and keeps what a command prints, and keeps standard output apart", async () => {
  const folder = mkdtempSync(join(tmpdir(), "run-command-"));
  const flag = join(folder, "shown");
  let printed = "";
  const write = (text: string) => {
    printed += text;
    if (printed.includes("red")) writeFileSync(flag, ""); // now the warning may come
  };
  const waiting = `while [ ! -e '${flag}' ]; do sleep 0.01; done`;
  const script = `printf '\\033[31mred\\033[0m\\n'; ${waiting}; echo warning >&2; exit 3`;
  const result = await run(script, { screen: { write } });
  rmSync(folder, { recursive: true });
  expect(result).toMatchObject({ exitCode: 3, timedOut: false, output: "red\nwarning\n" });
  expect(result.stdout).toContain("red");
  expect(result.stdout).not.toContain("warning");
  expect(printed).toBe("red\nwarning\n");
});

it("gives a command an empty input, variables, and the workspace's programs", async () => {
  const environment = { WHAT: "this" };
  const { stdout } = await run('cat; echo "$WHAT $CI ${PATH%%:*}"', { environment });
  expect(stdout).toBe("this true /node_modules/.bin\n");
});

it("gives exit codes to signals and to a program that is not there", async () => {
  expect((await run("kill -KILL $$")).exitCode).toBe(137);
  const missing = await run("", { line: ["/no/such/program"] });
  expect(missing).toMatchObject({ exitCode: 127, output: "spawn /no/such/program ENOENT\n" });
});

it("stops a command that takes too long, with what it has started", async () => {
  const result = await run("sleep 3600 & sleep 3600", { timeoutMinutes: 0.3 / 60 });
  expect(result).toMatchObject({ timedOut: true, exitCode: 143 });
  expect(result.output).toContain("Stopped: it took longer than 0.005 minutes.");
});

it("does not wait for what a command leaves behind", async () => {
  const { exitCode, output } = await run("setsid sleep 3600 & echo $!");
  expect(exitCode).toBe(0);
  process.kill(Number(output), "SIGKILL"); // throws unless it still runs
});

it("loses nothing of what a Node program prints in many small pieces before process.exit", async () => {
  const program = "for (let i = 0; i < 5000; i++) process.stdout.write(i + '\\n'); process.exit(0)";
  const slow = { write: () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100) };
  const line = [process.execPath, "-e", program] as const;
  const { stdout } = await run("", { line, screen: slow });
  expect(stdout.split("\n")).toHaveLength(5001);
});

it("keeps characters whole that were written in parts", async () => {
  const { printed } = await run("printf '\\303'; sleep 0.2; printf '\\244\\n'");
  expect(printed).toBe("ä\n");
});
