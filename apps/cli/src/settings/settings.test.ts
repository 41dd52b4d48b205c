import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { settingsSchema } from "./settings.ts";

const page = readFileSync(join(import.meta.dirname, "../../../../docs/settings.md"), "utf8");
const rows = new Map(
  [...page.matchAll(/^\| `([\w.]+)`\s*\| (.+?)\s*\|/gmu)].map(([, name, value]) => [name, value]),
);
const withoutDefault = ["source", "queries", "judged"];

function flatten(value: object, prefix = ""): (readonly [string, unknown])[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const isGroup = prefix === "" && typeof inner === "object" && inner !== null;
    return isGroup ? flatten(inner, `${key}.`) : [[`${prefix}${key}`, inner] as const];
  });
}

it("has every setting and its default in docs/settings.md, and nothing else", () => {
  const defaults = flatten(settingsSchema.parse({}));
  for (const [name, value] of defaults) {
    expect(rows.get(name), name).toBe(`\`${JSON.stringify(value)}\``);
  }
  const names = [...defaults.map(([name]) => name), ...withoutDefault];
  expect([...rows.keys()].sort()).toEqual(names.sort());
});
