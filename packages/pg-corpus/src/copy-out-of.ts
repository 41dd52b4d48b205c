import type { PoolClient } from "pg";
import { to as copyTo } from "pg-copy-streams";

/**
 * One binary COPY stream of a connection.
 *
 * @param options.readRest When the loop is left early, reads what is left, so that the connection can
 *   go on; otherwise the caller has to close it. Default: true.
 */
export async function* copyOutOf(
  client: PoolClient,
  source: string,
  { readRest = true }: { readonly readRest?: boolean } = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = client.query(copyTo(`COPY ${source} TO STDOUT WITH (FORMAT binary)`));
  stream.on("error", () => undefined); // one that is left early has nobody to tell
  const chunks = stream.iterator({ destroyOnReturn: false });
  let ended = false;
  try {
    for await (const chunk of chunks) yield chunk as Uint8Array;
    ended = true;
  } catch (error) {
    ended = true;
    throw error;
  } finally {
    if (!ended && readRest) for await (const rest of stream) void rest;
  }
}
