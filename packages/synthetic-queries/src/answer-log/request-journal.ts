import { streamJsonLines } from "@searchfit/retrieval-dataset";
import { AppendOnlyFile } from "./append-only-file.ts";

type Event = { readonly sent: string } | { readonly refused: string };

/**
 * The append-only file of requests that were sent. What a killed process had under way has no
 * answer in the file of answers, but it stands here: the provider may have charged it.
 */
export class RequestJournal {
  readonly #file: AppendOnlyFile;
  /** Request → how often it was sent and not refused. */
  readonly #open = new Map<string, number>();
  readonly #waiting: Event[] = [];

  private constructor(file: AppendOnlyFile, events: readonly Event[]) {
    this.#file = file;
    for (const event of events) this.#take(event);
  }

  /** Opens the file, or starts it. */
  static async open(path: string): Promise<RequestJournal> {
    const events: Event[] = [];
    const file = await AppendOnlyFile.open(path, async () => {
      for await (const { row } of streamJsonLines(path, { parse: parseEvent })) events.push(row);
    });
    return new RequestJournal(file, events);
  }

  /** Writes down that a request is about to be sent; settles when that is safe on the disk. */
  async sent(request: string): Promise<void> {
    const event = { sent: request };
    await this.#file.append([...this.#waiting.splice(0), event]);
    this.#take(event);
  }

  /**
   * Notes that the provider did not take a request: it cost nothing. That is written with the next
   * request; when it is lost in a kill, one request more is told than was charged, never one less.
   */
  refused(request: string): void {
    const event = { refused: request };
    this.#waiting.push(event);
    this.#take(event);
  }

  /** How often a request was sent and not refused. */
  count(request: string): number {
    return this.#open.get(request) ?? 0;
  }

  /** Writes what is left and closes the file. */
  async close(): Promise<void> {
    try {
      if (this.#waiting.length > 0) await this.#file.append(this.#waiting.splice(0));
    } finally {
      await this.#file.close();
    }
  }

  #take(event: Event): void {
    const [request, change] = "sent" in event ? [event.sent, 1] : [event.refused, -1];
    this.#open.set(request, this.count(request) + change);
  }
}

function parseEvent(value: unknown): Event {
  const { sent, refused } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof sent === "string") return { sent };
  if (typeof refused === "string") return { refused };
  throw new Error('expected a request under "sent" or "refused".');
}
