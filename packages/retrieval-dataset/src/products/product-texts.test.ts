import { describe, expect, it } from "vitest";
import { product } from "../../test/shop.ts";
import { auditProducts } from "./audit-products.ts";
import { compileTextTemplate } from "./compile-text-template.ts";
import { guessLanguage } from "./guess-language.ts";
import { hasHtml } from "./has-html.ts";
import type { Product } from "./product.ts";
import { SeenIds } from "./seen-ids.ts";

const desk: Product = {
  id: "7",
  title: " Oak desk ",
  description: "Solid oak, hand made in Denmark.",
  category: "Furniture",
  tags: ["wood", "office"],
  searchable_content: "own",
  source_file: null,
};

describe("a text template", () => {
  it.each([
    ["{title}. {description}", "Oak desk. Solid oak, hand made in Denmark."],
    ["{title}[ ({category})]", "Oak desk (Furniture)"],
    ["{title}[ from {source_file}]", "Oak desk"],
    ["{title}[: {tags}]", "Oak desk: wood, office"],
    ["{description:3}", "Solid oak, hand"],
    ["{description:99}", "Solid oak, hand made in Denmark."],
    ["{title:9}", "Oak desk"],
    ["\\{{id}\\} \\[x\\] \\\\", "{7} [x] \\"],
    ["{searchable_content} | {title}", "own | Oak desk"],
    ["[{source_file}{title}]", ""],
  ])("%j gives %j", (template, text) => {
    expect(compileTextTemplate(template).textOf(desk)).toBe(text);
  });

  it("has a version that changes with it", () => {
    const version = (template: string) => compileTextTemplate(template).version;
    expect(version("{title}")).toBe("t1-d78de366703f");
    expect(version("{title} ")).not.toBe(version("{title}"));
    expect(version("{title}")).toBe(compileTextTemplate("{title}").version);
  });

  it.each([
    ["{name}", "got {name}."],
    ["{title", "got {title."],
    ["[{title}", "got the end."],
    ["{title}]", "got ] at 8."],
    ["{title:0}", "got {title:0}."],
    ["no field", "got none."],
    ["[[{title}]]", "got [ at 2."],
    ["", "got none."],
  ])("%j is refused: %s", (template, message) => {
    expect(() => compileTextTemplate(template)).toThrow(message);
    expect(() => compileTextTemplate(template)).toThrow(
      expect.objectContaining({ code: "INVALID_TEMPLATE" }),
    );
  });
});

describe("an audit", () => {
  const found = (products: readonly Product[], options = {}) =>
    Object.fromEntries(
      auditProducts(products, options).map(({ issue, examples }) => [issue, examples]),
    );

  it("finds repeated ids, repeated and empty texts, missing titles", () => {
    const findings = found([
      product("1", "Kettle steel"),
      product("1", "Lamp brass"),
      product("2", "Kettle steel"),
      product("3", ""),
    ]);
    expect(findings).toMatchObject({
      "repeated-id": ["1"],
      "repeated-text": ["2"],
      "empty-text": ["3"],
      "missing-title": ["3"],
    });
  });

  it("counts texts that the model cuts, with the tokenizer it is given", () => {
    const countTokens = (texts: readonly string[]) => texts.map((text) => text.split(" ").length);
    const products = [product("1", "one two three four"), product("2", "one")];
    expect(found(products, { countTokens, maxTokens: 3 })["cut-by-model"]).toEqual(["1"]);
    expect(found(products)["cut-by-model"]).toBeUndefined();
  });

  it("finds what is in another language", () => {
    const english = ["a", "b", "c"].map((id) =>
      product(id, `This is the lamp ${id} that you have been waiting for with all of our love`),
    );
    const german = product(
      "d",
      "Der Tisch ist aus Eiche und passt gut auf den Balkon oder die Terrasse",
    );
    expect(found([...english, german])["other-language"]).toEqual(["d"]);
    expect(found(english)["other-language"]).toBeUndefined();
  });
});

describe("the language of a text", () => {
  it.each([
    ["The desk is made of oak and comes with all you need for the office.", "en"],
    ["Le bureau est en chêne et il est livré avec les vis pour le montage.", "fr"],
    ["El escritorio es de roble y se entrega con los tornillos para el montaje.", "es"],
    ["Стол из дуба для дома", "ru"],
    ["オーク材の机です", "ja"],
    ["橡木书桌适合家庭办公", "zh"],
    ["Norwood kettle 1.7 l", null],
    ["", null],
  ])("of %j is %s", (text, language) => {
    expect(guessLanguage(text)).toBe(language);
  });
});

describe("seen ids", () => {
  it("remember a hundred thousand ids with their places", () => {
    const seen = new SeenIds();
    let repeated = 0;
    for (let at = 1; at <= 100_000; at += 1) if (seen.add(`${at}`, at) !== undefined) repeated += 1;
    expect(repeated).toBe(0);
    expect(seen.size).toBe(100_000);
    for (let at = 1; at <= 100_000; at += 1)
      if (seen.placeOf(`${at}`) !== at) throw new Error(`${at}`);
    expect(seen.add("77", 1)).toBe(77);
    expect(seen.placeOf("x")).toBeUndefined();
  });
});

it.each([
  ["<p>60 cm</p>", true],
  ["60&nbsp;cm at 40&deg;", true],
  ["Caf&eacute; &#x27;", true],
  ["a < b > c, R&D; black & white;", false],
])("sees whether there is HTML: %s", (text, expected) => {
  expect(hasHtml(text)).toBe(expected);
});
