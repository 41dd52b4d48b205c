import { readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { expect, it } from "vitest";
import { findReadmes } from "../src/find-readmes.ts";

const root = resolve(import.meta.dirname, "../../..");

it("finds every example in the list of the examples, and no other", async () => {
  const readmes = await findReadmes(root);
  const folders = readmes
    .filter(({ file }) => /^examples\/[^/]+\/README\.md$/u.test(file))
    .map(({ file }) => basename(dirname(file)));
  const list = readFileSync(join(root, "examples/README.md"), "utf8");
  const linked = [...list.matchAll(/\]\(([a-z0-9-]+)\)/gu)].map((match) => match[1]);
  expect(folders.length).toBeGreaterThanOrEqual(20);
  expect(linked.toSorted()).toEqual(folders.toSorted());
});
