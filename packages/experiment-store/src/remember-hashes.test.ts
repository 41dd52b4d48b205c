import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { hashPath } from "./hash-path.ts";
import { rememberHashes } from "./remember-hashes.ts";

const folder = mkdtempSync(join(tmpdir(), "hashes-"));
afterAll(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

it("gives what hashPath gives, and reads anew what has changed", async () => {
  const file = join(folder, "a.txt");
  const hash = rememberHashes();
  for (const text of ["one", "two", "six"]) {
    writeFileSync(file, text);
    expect(await hash(file)).toEqual(await hashPath(file));
    expect(await hash(folder)).toEqual(await hashPath(folder));
  }
});

it("notices a change of the same length that its date does not show", async () => {
  const file = join(folder, "b.txt");
  writeFileSync(file, "one");
  // As if the file had lain there for an hour before it was hashed.
  vi.useFakeTimers({ now: Date.now() + 3_600_000, toFake: ["Date"] });
  const hash = rememberHashes();
  await hash(file);
  const { atime, mtime } = statSync(file);
  writeFileSync(file, "two");
  utimesSync(file, atime, mtime);
  expect(await hash(file)).toEqual(await hashPath(file));
});
