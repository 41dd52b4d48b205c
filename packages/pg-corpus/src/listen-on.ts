import type { Notification, PoolClient } from "pg";
import type { ListenOptions } from "./database.ts";
import { quoteIdentifier } from "./quote-identifier.ts";
import { translateError } from "./translate-error.ts";

/** What {@link listenOn} needs besides the channel. */
interface ListenFacts extends ListenOptions {
  /** For messages. */
  readonly location: string;
  /** Where the function that ends it is kept until then. */
  readonly listeners: Set<() => Promise<void>>;
}

/** A channel's name, quoted. Both drivers fold and quote other names in different ways. */
export function channelName(channel: string): string {
  if (/^[a-z][a-z0-9_]*$/u.test(channel)) return quoteIdentifier(channel);
  throw new RangeError(
    `Expected the name of a channel (lower-case letters, digits and _), got ${JSON.stringify(channel.slice(0, 200))}.`,
  );
}

/** Listens on a connection of the pool; closes the connection at the end. */
export async function listenOn(
  client: PoolClient,
  { channel, onNotice, onLost, location, listeners }: ListenFacts,
): Promise<() => Promise<void>> {
  const hear = (notice: Notification) => {
    onNotice(notice.payload ?? "");
  };
  let open = true;
  const stop = async (): Promise<void> => {
    if (!open) return;
    open = false;
    listeners.delete(stop);
    client.off("notification", hear);
    client.release(true);
  };
  const lose = (error?: Error): void => {
    if (!open) return;
    void stop();
    onLost?.(translateError(error ?? new Error("Connection terminated"), location));
  };
  listeners.add(stop);
  try {
    client.on("notification", hear).on("error", lose).on("end", lose);
    await client.query(`LISTEN ${channelName(channel)}`);
  } catch (error) {
    await stop();
    throw translateError(error, location);
  }
  return stop;
}
