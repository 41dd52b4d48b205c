import { expect, it } from "vitest";
import { mergeSettings } from "../settings/resolve-settings.ts";
import { settingsSchema } from "../settings/settings.ts";
import { parseColumns } from "./parse-columns.ts";

it("reads which column holds which field", () => {
  expect(parseColumns("id=sku, title = Product = name")).toMatchObject({
    id: "sku",
    title: "Product = name",
    description: null,
  });
});

it.each([
  ["name=name", 'got "name=name"'],
  ["id", 'got "id"'],
  ["id=", 'got "id="'],
  ["id=sku,id=code", "expected each field once, got id again"],
  ["constructor=sku", "with the fields id, title, description"],
])("refuses %s", (text, message) => {
  expect(() => parseColumns(text)).toThrow(message);
});

it("leaves no name of an earlier run", () => {
  const kept = { columns: { id: "sku", tags: "labels" } };
  const { columns } = mergeSettings(kept, { columns: parseColumns("id=code") });
  expect(columns).toMatchObject({ id: "code", tags: null });
});

it("names a setting for a field that products do not have", () => {
  const { error } = settingsSchema.safeParse({ columns: { colour: "red" } });
  expect(error?.issues[0]?.path).toEqual(["columns"]);
  expect(error?.issues[0]?.message).toContain("colour");
});
