import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { checkBlock } from "./check-block.ts";
import type { RunBlock } from "./run-block.ts";

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "check-block-")));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const check = (block: Partial<RunBlock>, timeoutMs = 100_000) =>
  checkBlock(
    { language: "ts", slow: false, code: "", line: 1, expected: undefined, ...block },
    { root: folder, folder, timeoutMs },
  );

it("runs TypeScript in the README's folder and leaves nothing behind", async () => {
  const code = "const here: string = process.cwd();\nconsole.log(here);\n";
  expect(await check({ code, expected: `${folder}\n` })).toBeUndefined();
  expect(readdirSync(folder)).toEqual([]);
});

it("tells the lines of the README in errors", async () => {
  const problem = await check({ code: 'throw new Error("broke");\n', line: 41 });
  expect(problem).toContain("ended with exit code 1");
  expect(problem).toMatch(/\.readme-example\.\d+\.ts:41/u);
  expect(readdirSync(folder)).toEqual([]);
});

it("tells output that differs, and output that is not shown", async () => {
  const code = "console.log(2);\n";
  expect(await check({ code, expected: "1\n" })).toBe(
    "prints something else than shown (- shown, + printed)\n- 1\n+ 2",
  );
  expect(await check({ code })).toContain("no ```text block");
});

it("runs shell blocks to the first failure", async () => {
  const shell = { language: "sh", code: "echo took $((1 + 1)) s\n" } as const;
  expect(await check({ ...shell, expected: "took … s\n" })).toBeUndefined();
  expect(await check({ ...shell, code: "false\necho on\n" })).toBe("ended with exit code 1");
  expect(await check({ ...shell, code: "kill -TERM $$\n" })).toBe("ended with signal SIGTERM");
});

it("kills what does not end, with what it has started", async () => {
  const code = "sleep 3600 & echo $!; sleep 3600\n";
  const problem = await check({ language: "sh", code }, 2000);
  expect(problem).toContain("no end after 2 s");
  const pid = Number(/^\d+$/mu.exec(problem ?? "")?.[0]);
  await expect.poll(() => isRunning(pid)).toBe(false);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch {
    return false;
  }
}

/** A killed process stays in the table until whoever adopted it has looked; that is no running. */
function isZombie(pid: number): boolean {
  try {
    return /^\d+ \(.*\) Z/su.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
