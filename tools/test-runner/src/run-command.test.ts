import { expect, it } from "vitest";
import { runCommand, type Command } from "./run-command.ts";

async function run(script: string, options: Partial<Command> = {}) {
  let printed = "";
  const screen = { write: (text: string) => (printed += text) };
  const result = await runCommand({ line: ["bash", "-c", script], root: "/", screen, ...options });
  return { ...result, printed };
}

it("shows and keeps what a command prints, and keeps standard output apart", async () => {
  const result = await run("printf '\\033[31mred\\033[0m\\n'; sleep 0.1; echo warning >&2; exit 3");
  expect(result).toMatchObject({ exitCode: 3, timedOut: false, output: "red\nwarning\n" });
  expect(result.stdout).toContain("red");
  expect(result.stdout).not.toContain("warning");
  expect(result.printed).toBe("red\nwarning\n");
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
  const started = performance.now();
  const result = await run("sleep 30 & sleep 30", { timeoutMinutes: 0.3 / 60 });
  expect(result).toMatchObject({ timedOut: true, exitCode: 143 });
  expect(result.output).toContain("Stopped: it took longer than 0.005 minutes.");
  expect(performance.now() - started).toBeLessThan(10_000);
});

it("does not wait for what a command leaves behind", async () => {
  const started = performance.now();
  const result = await run("setsid sleep 5 & echo done");
  expect(result).toMatchObject({ exitCode: 0, output: "done\n" });
  expect(performance.now() - started).toBeLessThan(4_500);
});
