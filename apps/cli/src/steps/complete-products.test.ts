import type { Product } from "@searchfit/retrieval-dataset";
import { expect, it } from "vitest";
import { completeProducts } from "./complete-products.ts";

const lamp: Product = {
  ...{ id: "1", title: "Lamp", description: "Of brass.", category: null, tags: [] },
  ...{ searchable_content: "Lamp. Of brass.", source_file: null },
};

it("gives products without a title the beginning of their text, and leaves out what has neither", () => {
  const text = "one two three four five six seven eight nine ten eleven twelve thirteen";
  const found = completeProducts([
    lamp,
    { ...lamp, id: "2", title: " ", searchable_content: text },
    { ...lamp, id: "3", title: "", searchable_content: "" },
    { ...lamp, id: "4", title: "", description: null, searchable_content: " " },
  ]);
  expect(found.products.map(({ id, title }) => [id, title])).toEqual([
    ["1", "Lamp"],
    ["2", text.slice(0, text.indexOf(" thirteen"))],
    ["3", "Of brass."],
  ]);
  expect(found).toMatchObject({ untitled: 2, empty: 1 });
});
