import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { hashPath } from "./hash-path.ts";

const folder = mkdtempSync(join(tmpdir(), "hash-path-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), text);
}

it("counts what links lead to as if it stood there", async () => {
  write("model/config.json", "{}");
  write("model/onnx/model.onnx", "weights");
  mkdirSync(join(folder, "linked"));
  symlinkSync(join(folder, "model/config.json"), join(folder, "linked/config.json"));
  symlinkSync(join(folder, "model/onnx"), join(folder, "linked/onnx"));
  expect(await hashPath(join(folder, "linked"))).toEqual(await hashPath(join(folder, "model")));
  const before = await hashPath(join(folder, "linked"));
  write("model/onnx/model.onnx", "others");
  expect((await hashPath(join(folder, "linked"))).sha256).not.toBe(before.sha256);
});

it("ends where links lead round in circles, or nowhere", async () => {
  write("round/a.txt", "a");
  const before = await hashPath(join(folder, "round"));
  symlinkSync(join(folder, "round"), join(folder, "round/again"));
  symlinkSync(join(folder, "gone"), join(folder, "round/nowhere"));
  expect(await hashPath(join(folder, "round"))).toEqual(before);
});
