import type { Row, Session, SqlValue, StreamOptions } from "./database.ts";

/** What a cursor reads. */
export interface CursorRequest {
  /** One SELECT. */
  readonly sql: string;
  /** Its parameters. */
  readonly params: readonly SqlValue[];
  /** Batch size and signal. */
  readonly options: StreamOptions;
  /** The words between the cursor's name and FOR. */
  readonly declare: string;
}

let cursors = 0;

/** Declares a cursor, yields its batches, closes it. The next batch is fetched while one is used. */
export async function* streamCursor(
  session: Session,
  { sql, params, options, declare }: CursorRequest,
): AsyncGenerator<readonly Row[], void, undefined> {
  const batchSize = checkBatchSize(options.batchSize);
  const name = `searchfit_cursor_${(cursors += 1)}`;
  const fetch = () => session.query(`FETCH FORWARD ${batchSize} FROM ${name}`);
  options.signal?.throwIfAborted();
  await session.query(`DECLARE ${name} ${declare} FOR ${sql}`, params);
  let next = fetch();
  try {
    for (;;) {
      const rows = await next;
      options.signal?.throwIfAborted();
      if (rows.length === 0) return;
      const isLast = rows.length < batchSize;
      if (!isLast) next = fetch();
      next.catch(() => undefined); // told when it is awaited
      yield rows;
      if (isLast) return;
    }
  } finally {
    await next.catch(() => undefined);
    await session.query(`CLOSE ${name}`).catch(() => undefined);
  }
}

/** Checks a batch size and gives the default of 1000. */
export function checkBatchSize(batchSize = 1000): number {
  if (Number.isInteger(batchSize) && batchSize >= 1) return batchSize;
  throw new RangeError(`Expected batchSize to be an integer of 1 or more, got ${batchSize}.`);
}
