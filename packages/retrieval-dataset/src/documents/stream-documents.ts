import { readdir } from "node:fs/promises";
import { basename, extname, join, relative, sep } from "node:path";
import { fileBytes } from "../files/file-bytes.ts";
import { ProblemList } from "../files/problem-list.ts";
import { readingError } from "../files/reading-error.ts";
import { LONGEST_RECORD_BYTES } from "../files/text-lines.ts";
import type { Product } from "../products/product.ts";
import { chunkDocument, type DocumentChunk } from "./chunk-document.ts";
import { htmlText } from "./html-text.ts";
import type { DocumentFormat } from "./split-sections.ts";

/** How a folder of documents is read. */
export interface ReadDocumentsOptions {
  /** Words of a chunk at most. @default 500 */
  readonly words?: number;
  /** Words that a chunk repeats of the one before. @default 50 */
  readonly overlap?: number;
  /**
   * Turns files of other kinds into Markdown text, by their ending (".pdf").
   * @default none: such files are passed over and told to `onSkip`
   */
  readonly extract?: ReadonlyMap<string, (path: string) => Promise<string>>;
  /** Told of files that were not read, by their path within the folder. @default nobody */
  readonly onSkip?: (path: string) => void;
  /** Told of documents that have no words, by their path within the folder. @default nobody */
  readonly onEmpty?: (path: string) => void;
}

const FORMATS: ReadonlyMap<string, DocumentFormat | "html"> = new Map([
  [".md", "markdown"],
  [".markdown", "markdown"],
  [".mdx", "markdown"],
  [".txt", "text"],
  [".text", "text"],
  [".html", "html"],
  [".htm", "html"],
]);

/**
 * Reads a folder of documents, subfolders included, as products: one for every chunk of at most
 * 500 words ({@link chunkDocument}). Files come in the order of their paths; hidden files and
 * folders are passed over. Memory holds one document.
 *
 * A chunk's `id` is the file's path within the folder and the chunk's number
 * (`leave/sick.md#2`; a blank is `%20`), its `title` the file's name and the headings it stands under
 * (`sick.md › Sick leave › Notice`), its `description` the text, its `searchable_content` the
 * headings and the text, its `category` the first subfolder, its `source_file` the path.
 *
 * @throws {RetrievalDatasetError} `FILE_NOT_FOUND`, `FILE_NOT_READABLE`, `INVALID_FILE` with every
 *   file that is not UTF-8 text or larger than 16 MiB.
 * @throws {RangeError} When `words` or `overlap` make no sense.
 * @example
 * for await (const chunk of streamDocuments("policies")) count += 1;
 */
export async function* streamDocuments(
  folder: string,
  options: ReadDocumentsOptions = {},
): AsyncGenerator<Product> {
  const problems = new ProblemList(folder);
  for (const path of await documentPaths(folder)) {
    const source = await attempt(path, problems, () => readDocument(folder, path, options));
    if (source === undefined) continue;
    if (source === null) options.onSkip?.(path);
    else if (problems.count === 0) {
      const chunks = chunksOf(source, options);
      if (chunks.length === 0) options.onEmpty?.(path);
      for (const [index, chunk] of chunks.entries()) yield productOf(path, index, chunk);
    }
  }
  problems.throwIfAny();
}

function chunksOf(
  { text, format }: DocumentSource,
  { words, overlap }: ReadDocumentsOptions,
): readonly DocumentChunk[] {
  return chunkDocument(text, {
    format,
    ...(words === undefined ? {} : { words }),
    ...(overlap === undefined ? {} : { overlap }),
  });
}

async function documentPaths(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (cause: unknown) => {
      throw readingError(folder, cause);
    },
  );
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .map((path) => path.replaceAll(sep, "/"))
    .filter((path) => !path.split("/").some((part) => part.startsWith(".")))
    .sort();
}

async function attempt<Result>(
  path: string,
  problems: ProblemList,
  run: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await run();
  } catch (error) {
    problems.add(path, (error as Error).message);
    return undefined;
  }
}

interface DocumentSource {
  readonly text: string;
  readonly format: DocumentFormat;
}

/** The text of a document; `null` for files of kinds that cannot be read. */
async function readDocument(
  folder: string,
  path: string,
  options: ReadDocumentsOptions,
): Promise<DocumentSource | null> {
  const ending = extname(path).toLowerCase();
  const extract = options.extract?.get(ending);
  if (extract !== undefined) return { text: await extract(join(folder, path)), format: "markdown" };
  const format = FORMATS.get(ending);
  if (format === undefined) return null;
  const text = await readText(join(folder, path));
  return format === "html" ? { text: htmlText(text), format: "markdown" } : { text, format };
}

async function readText(path: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of fileBytes(path)) {
    size += chunk.length;
    if (size > LONGEST_RECORD_BYTES)
      throw new Error("expected a document of at most 16 MiB, got a larger one.");
    chunks.push(chunk);
  }
  const text = decode(Buffer.concat(chunks));
  if (text.includes("\0")) throw new Error("expected text, got NUL bytes.");
  return text;
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Error("expected UTF-8 text, got other bytes.");
  }
}

function productOf(path: string, index: number, { headings, text }: DocumentChunk): Product {
  const title = [basename(path), ...headings].join(" › ");
  return {
    id: `${path.replaceAll(/[\s%]/gu, encodeURIComponent)}#${index + 1}`,
    title,
    description: text,
    category: path.includes("/") ? (path.split("/")[0] ?? null) : null,
    tags: [],
    searchable_content: headings.length === 0 ? text : `${headings.join(" › ")}\n\n${text}`,
    source_file: path,
  };
}
