import type { Product } from "@searchfit/retrieval-dataset";
import type { Database, PgCorpusErrorCode, TableNames } from "../../src/index.ts";
import { PgCorpusError } from "../../src/index.ts";

/** The database under test: open while the tests of one describe block run. */
export interface Place {
  /** The open database. */
  readonly db: () => Database;
  /** Random cases a property is tried with. */
  readonly runs: number;
}

let tables = 0;

/** Names of a table in a schema that no other test uses. */
export function freshTable(): TableNames & { readonly schema: string } {
  tables += 1;
  return { schema: `test ${tables}` };
}

/** A product with the given fields. */
export function product(id: string, fields: Partial<Product> = {}): Product {
  return {
    id,
    title: `Title of ${id}`,
    description: null,
    category: null,
    tags: [],
    searchable_content: `Text of ${id}`,
    source_file: null,
    ...fields,
  };
}

/** All items of a stream. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** The package's error that a promise rejects with; fails the test when it is another one. */
export async function errorOf(promise: Promise<unknown>): Promise<PgCorpusError> {
  const error: unknown = await promise.then(
    () => new Error("nothing was thrown"),
    (thrown: unknown) => thrown,
  );
  if (error instanceof PgCorpusError) return error;
  throw new Error("Expected a PgCorpusError", { cause: error });
}

/** The code of the package's error that a promise rejects with. */
export async function codeOf(promise: Promise<unknown>): Promise<PgCorpusErrorCode> {
  return (await errorOf(promise)).code;
}
