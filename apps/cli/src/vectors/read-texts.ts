import { productText, readJsonLines } from "@searchfit/retrieval-dataset";
import { CliError } from "../cli-error.ts";
import { readText } from "../score/read-text.ts";

/** A text that is to be embedded. */
export interface TextToEmbed {
  /** Its id, or the number of its line where it has none. */
  readonly id: string;
  /** The text. */
  readonly text: string;
}

/**
 * Reads texts: a `.jsonl` file (`.gz` too) line by line, any other as one text a line. Blank lines
 * are passed over.
 *
 * A line of JSON is a text, a product (`title`, `description`, `searchable_content`), a document of
 * BEIR (`title`, `text`) or a query (`text`); its id is `id` or `_id`.
 *
 * @throws {CliError} `FILE_MISSING`, `INVALID_FILE` when there is no text.
 */
export async function readTexts(path: string): Promise<readonly TextToEmbed[]> {
  const texts = /\.jsonl(?:\.gz)?$/u.test(path)
    ? await readJsonLines(path, { parse: textOf })
    : linesOf(await readText(path));
  if (texts.length > 0) return texts;
  throw new CliError("INVALID_FILE", `${path} has no text to embed.`);
}

function linesOf(text: string): TextToEmbed[] {
  return text
    .replace(/^\uFEFF/u, "")
    .split(/\r?\n/u)
    .map((line, index) => ({ id: String(index + 1), text: line.trim() }))
    .filter((line) => line.text !== "");
}

function textOf(value: unknown, line: number): TextToEmbed {
  if (typeof value === "string" && value.trim() !== "") return { id: String(line), text: value };
  if (typeof value !== "object" || value === null) {
    throw new Error("expected a text, or an object with a text or a title.");
  }
  const record = value as Readonly<Record<string, unknown>>;
  const given = record.id ?? record._id;
  const id = typeof given === "string" || typeof given === "number" ? String(given) : String(line);
  const text = productText({
    id,
    title: textField(record, "title"),
    description: textField(record, "description") || textField(record, "text"),
    searchable_content: textField(record, "searchable_content"),
    category: null,
    tags: [],
    source_file: null,
  });
  if (text !== "") return { id, text };
  throw new Error('expected "text", "title" or "searchable_content" to be a non-empty text.');
}

function textField(record: Readonly<Record<string, unknown>>, name: string): string {
  const value = record[name] ?? "";
  if (typeof value === "string") return value;
  throw new Error(`expected "${name}" to be a text, got ${JSON.stringify(value).slice(0, 200)}.`);
}
