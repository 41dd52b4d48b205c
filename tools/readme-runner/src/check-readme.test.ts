import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { checkReadme } from "./check-readme.ts";
import { findReadmes } from "./find-readmes.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "check-readme-"));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  mkdirSync(join(root, dirname(file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

async function check() {
  const results: (readonly [name: string, problem: string | undefined])[] = [];
  for (const readme of await findReadmes(root)) {
    for await (const { name, problem } of checkReadme(root, readme)) results.push([name, problem]);
  }
  return results;
}

it("runs the blocks of packages, apps, docs and the repository", async () => {
  const block = "```sh run\npwd >&2\necho hi\n```\n```text\nhi\n```\n";
  write("README.md", block);
  write("docs/decisions/0001.md", block);
  write("apps/a/package.json", "{}");
  write("apps/a/README.md", block);
  write("packages/b/package.json", "{}");
  write("packages/b/README.md", `# b\n\n${block}${block}`);
  expect(await check()).toEqual([
    ["README.md:2", undefined],
    ["apps/a/README.md:2", undefined],
    ["docs/decisions/0001.md:2", undefined],
    ["packages/b/README.md:4", undefined],
    ["packages/b/README.md:11", undefined],
  ]);
});

it("fails a package README without a block, and a missing README", async () => {
  write("apps/a/package.json", "{}");
  write("apps/c/package.json", "{}");
  write("apps/c/README.md", "no block is needed here");
  write("packages/b/package.json", "{}");
  write("packages/b/README.md", "```ts\nnotRun();\n```\n");
  expect(await check()).toEqual([
    ["apps/a/README.md", "is missing"],
    ["packages/b/README.md", "has no block marked ```ts run or ```sh run"],
  ]);
});
