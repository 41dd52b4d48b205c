import { staleProducts, writeNextEmbeddings, type NextEmbeddings } from "@searchfit/pg-corpus";
import type { Batching } from "./batching.ts";
import { embedStale } from "./embed-products.ts";
import type { ReembedJob } from "./reembed-job.ts";

/** Which products are filled, and what is told meanwhile. */
export interface FillRangeOptions extends Batching {
  /** Id after which to begin. @default from the start */
  readonly after?: string | undefined;
  /** Id with which to end. @default to the end */
  readonly upTo?: string | undefined;
  /** Called with the number of products after every write. */
  readonly onWritten: (count: number) => void;
  /** Asked before every batch; false ends the work. @default true */
  readonly goesOn?: () => Promise<boolean>;
}

/**
 * Embeds the products of a range that lack vectors of the new model; writes one batch while the next
 * one is embedded.
 *
 * @returns How many products were found; those that somebody was changing are among them, unwritten.
 */
export async function fillRange(job: ReembedJob, options: FillRangeOptions): Promise<number> {
  const { limit, pace, upTo, onWritten, goesOn } = options;
  let { after } = options;
  let found = 0;
  let writing: Promise<void> = Promise.resolve();
  try {
    for (;;) {
      job.signal?.throwIfAborted();
      const page = await staleProducts(job.db, {
        table: job.table,
        limit,
        ...(after === undefined ? {} : { after }),
        ...(upTo === undefined ? {} : { upTo }),
      });
      if (page.length === 0 || (goesOn !== undefined && !(await goesOn()))) return found;
      await pace(page.length);
      const vectors = await embedStale(job, page);
      await writing;
      writing = write(job, vectors).then(onWritten);
      writing.catch(() => undefined); // told when it is awaited
      found += page.length;
      after = page.at(-1)?.product.id;
    }
  } finally {
    await writing;
  }
}

function write({ db, table, model }: ReembedJob, vectors: NextEmbeddings): Promise<number> {
  const checked = { ...vectors, fingerprint: model.fingerprint };
  return db.transaction((session) => writeNextEmbeddings(session, checked, { table }));
}
