import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EmbedServerError } from "../embed-server-error.ts";

/** One judgment. */
export interface Judgment {
  /** The query, blanks around it removed. */
  readonly query: string;
  /** The product. */
  readonly productId: string;
  /** 1: it fits, 0: it does not, null: the judgment is taken back. */
  readonly grade: 0 | 1 | null;
}

/** Judgments in a folder. */
export interface JudgmentBook {
  /** Keeps a judgment; resolves when it is in the files. */
  readonly judge: (judgment: Judgment) => Promise<void>;
  /** Grades of a query, by product. */
  readonly of: (query: string) => ReadonlyMap<string, number>;
}

interface JudgedQuery {
  readonly text: string;
  readonly grades: Map<string, number>;
}

/**
 * Judgments in a folder: `queries.jsonl` (`{"_id", "text"}`) and `qrels.tsv` (BEIR: query-id,
 * corpus-id, score), as `searchfit score --qrels` and BEIR's tools read them. A query's id is made
 * from its text, so that the same query has one id wherever it is judged.
 *
 * @param folder Where; made when it is not there, read when it is.
 * @throws {EmbedServerError} `JUDGMENTS_INVALID` when its files are of another form.
 */
export async function openJudgments(folder: string): Promise<JudgmentBook> {
  await mkdir(folder, { recursive: true });
  const queries = await readBook(folder);
  let writing = Promise.resolve();
  return {
    of: (query) => queries.get(idOf(query))?.grades ?? new Map<string, number>(),
    judge: ({ query, productId, grade }) => {
      if (/[\t\r\n]/u.test(productId)) throw unwritable();
      const id = idOf(query);
      const entry = queries.get(id) ?? { text: query, grades: new Map<string, number>() };
      if (grade === null) entry.grades.delete(productId);
      else entry.grades.set(productId, grade);
      if (entry.grades.size === 0) queries.delete(id);
      else queries.set(id, entry);
      const written = writing.then(() => writeBook(folder, queries));
      writing = written.catch(() => undefined);
      return written;
    },
  };
}

function idOf(query: string): string {
  return `q${createHash("sha256").update(query).digest("hex").slice(0, 16)}`;
}

async function writeBook(folder: string, queries: ReadonlyMap<string, JudgedQuery>): Promise<void> {
  const texts = [...queries].map(([_id, { text }]) => `${JSON.stringify({ _id, text })}\n`);
  const grades = [...queries].flatMap(([id, judged]) =>
    [...judged.grades].map(([product, grade]) => `${id}\t${product}\t${grade}\n`),
  );
  await replaceFile(join(folder, "queries.jsonl"), texts.join(""));
  await replaceFile(join(folder, "qrels.tsv"), `query-id\tcorpus-id\tscore\n${grades.join("")}`);
}

async function replaceFile(path: string, content: string): Promise<void> {
  await writeFile(`${path}.new`, content, { flush: true });
  await rename(`${path}.new`, path);
}

async function readBook(folder: string): Promise<Map<string, JudgedQuery>> {
  const queries = new Map<string, JudgedQuery>();
  for (const line of await linesOf(join(folder, "queries.jsonl"))) {
    const { _id, text } = parsed(line, folder);
    queries.set(_id, { text, grades: new Map() });
  }
  for (const line of (await linesOf(join(folder, "qrels.tsv"))).slice(1)) {
    const [id = "", product = "", grade = ""] = line.split("\t");
    const entry = queries.get(id);
    if (entry === undefined || !/^\d+$/u.test(grade)) throw invalid(folder, "qrels.tsv");
    entry.grades.set(product, Number(grade));
  }
  return queries;
}

async function linesOf(path: string): Promise<readonly string[]> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  });
  return text.split("\n").filter((line) => line !== "");
}

function parsed(line: string, folder: string): { readonly _id: string; readonly text: string } {
  try {
    const { _id, text } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    if (typeof _id === "string" && typeof text === "string") return { _id, text };
  } catch {
    // told below
  }
  throw invalid(folder, "queries.jsonl");
}

function invalid(folder: string, file: string): EmbedServerError {
  return new EmbedServerError(
    "JUDGMENTS_INVALID",
    `Expected ${join(folder, file)} to be as this server writes it, got another form.`,
    { hint: "Give --judgments another folder, or correct the file." },
  );
}

function unwritable(): EmbedServerError {
  return new EmbedServerError(
    "INVALID_REQUEST",
    'Expected "product_id" to be a text without tabs and line feeds, got one with them.',
    { field: "product_id" },
  );
}
