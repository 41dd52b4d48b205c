import { createHash } from "node:crypto";
import { RetrievalDatasetError } from "../retrieval-dataset-error.ts";
import { PRODUCT_FIELDS } from "./product-fields.ts";
import type { Product } from "./product.ts";

/** A rule that turns products into text. */
export interface ProductTextRule {
  /**
   * Name of the rule: another template has another one, so that stored vectors can say which rule
   * they were made with.
   */
  readonly version: string;
  /** The text of a product; blank when the product has nothing that the template names. */
  readonly textOf: (product: Product) => string;
}

/** Version of the template language; it changes when the same template would give another text. */
const LANGUAGE = "t1";

type Field = (typeof PRODUCT_FIELDS)[number];

type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "field"; readonly field: Field; readonly words: number }
  | { readonly kind: "optional"; readonly parts: readonly Part[] };

/**
 * Turns a template string into the rule that makes the text of a product.
 *
 * `{title}` stands for a field: `id`, `title`, `description`, `category`, `tags` (joined by ", "),
 * `searchable_content` or `source_file`, without blanks at its ends; `{description:50}` for its first 50 words. A part
 * in square brackets is left out when a field in it is empty. A backslash takes the meaning from
 * the next character. Blanks at the ends of the whole text are cut.
 *
 * @throws {RetrievalDatasetError} `INVALID_TEMPLATE` for an unknown field, a bracket that is not
 *   closed, or a template without any field.
 * @example
 * const { textOf } = compileTextTemplate("{title}.[ {description}][ Category: {category}.]");
 * textOf(lamp); // "Lamp. Category: Lights."
 */
export function compileTextTemplate(template: string): ProductTextRule {
  const parts = new TemplateParser(template).parse();
  const digest = createHash("sha256").update(template).digest("hex").slice(0, 12);
  return {
    version: `${LANGUAGE}-${digest}`,
    textOf: (product) => fill(parts, product).text.trim(),
  };
}

function fill(
  parts: readonly Part[],
  product: Product,
): { readonly text: string; readonly complete: boolean } {
  let text = "";
  let complete = true;
  for (const part of parts) {
    if (part.kind === "text") text += part.text;
    else if (part.kind === "optional") {
      const inner = fill(part.parts, product);
      if (inner.complete) text += inner.text;
    } else {
      const value = firstWords(valueOf(product, part.field), part.words);
      if (value === "") complete = false;
      text += value;
    }
  }
  return { text, complete };
}

function valueOf(product: Product, field: Field): string {
  const value = product[field];
  if (value === null) return "";
  return typeof value === "string" ? value.trim() : value.join(", ");
}

function firstWords(text: string, count: number): string {
  if (count === Infinity) return text;
  let left = count;
  for (const { index, 0: word } of text.matchAll(/\S+/gu)) {
    left -= 1;
    if (left === 0) return text.slice(0, index + word.length);
  }
  return text;
}

class TemplateParser {
  readonly #template: string;
  #at = 0;

  constructor(template: string) {
    this.#template = template;
  }

  parse(): readonly Part[] {
    const parts = this.#parts(false);
    if (!hasField(parts)) throw this.#error("at least one field", "none");
    return parts;
  }

  #parts(inside: boolean): readonly Part[] {
    const parts: Part[] = [];
    while (this.#at < this.#template.length) {
      const character = this.#template[this.#at] ?? "";
      this.#at += 1;
      if (character === "{") parts.push(this.#field());
      else if (character === "[" && !inside)
        parts.push({ kind: "optional", parts: this.#parts(true) });
      else if (character === "]" && inside) return parts;
      else if ("[]}".includes(character))
        throw this.#error(`\\${character} for a plain one`, `${character} at ${this.#at}`);
      else parts.push({ kind: "text", text: character === "\\" ? this.#escaped() : character });
    }
    if (inside) throw this.#error("a ] for every [", "the end");
    return parts;
  }

  #escaped(): string {
    this.#at += 1;
    return this.#template[this.#at - 1] ?? "\\";
  }

  #field(): Part {
    const end = this.#template.indexOf("}", this.#at);
    const inner = end < 0 ? this.#template.slice(this.#at) : this.#template.slice(this.#at, end);
    const [, name = inner, words] = /^([a-z_]+)(?::([1-9]\d{0,3}))?$/u.exec(inner) ?? [];
    const field = PRODUCT_FIELDS.find((known) => known === name);
    if (end < 0 || field === undefined)
      throw this.#error(
        `one of {${PRODUCT_FIELDS.join("}, {")}}`,
        `{${inner}${end < 0 ? "" : "}"}`,
      );
    this.#at = end + 1;
    return { kind: "field", field, words: words === undefined ? Infinity : Number(words) };
  }

  #error(expected: string, got: string): RetrievalDatasetError {
    return new RetrievalDatasetError(
      "INVALID_TEMPLATE",
      `Expected ${expected} in the template ${JSON.stringify(this.#template)}, got ${got}.`,
      {
        hint: 'Write it like "{title}.[ {description}]".',
        details: { template: this.#template },
      },
    );
  }
}

function hasField(parts: readonly Part[]): boolean {
  return parts.some(
    (part) => part.kind === "field" || (part.kind === "optional" && hasField(part.parts)),
  );
}
