import { streamJsonLines } from "@searchfit/retrieval-dataset";
import { AppendOnlyFile } from "../answer-log/append-only-file.ts";

/** What is written down of a batch before it is created. */
export interface BatchPlan {
  /** Starts the ids of all its questions. */
  readonly marker: string;
  /** When it was planned, in milliseconds since 1970. */
  readonly plannedAtMs: number;
  /** Questions in it. */
  readonly count: number;
  /** The provider's id; `null` when the process ended before it was known. */
  readonly batchId: string | null;
}

type Event =
  | {
      readonly event: "planned";
      readonly marker: string;
      readonly at: number;
      readonly count: number;
    }
  | { readonly event: "created"; readonly marker: string; readonly batch_id: string }
  | { readonly event: "over"; readonly marker: string };

/** The append-only file of planned and created batches. */
export class BatchJournal {
  readonly #file: AppendOnlyFile;
  readonly #plans: Map<string, BatchPlan>;
  readonly #ids: Set<string>;
  #planned: number;

  private constructor(file: AppendOnlyFile, events: readonly Event[]) {
    this.#file = file;
    this.#plans = new Map();
    this.#ids = new Set();
    this.#planned = 0;
    for (const event of events) this.#take(event);
  }

  /** Opens the file, or starts it. */
  static async open(path: string): Promise<BatchJournal> {
    const events: Event[] = [];
    const file = await AppendOnlyFile.open(path, async () => {
      for await (const { row } of streamJsonLines(path, { parse: parseEvent })) events.push(row);
    });
    return new BatchJournal(file, events);
  }

  /** Batches whose results have not all been stored. */
  get open(): readonly BatchPlan[] {
    return [...this.#plans.values()];
  }

  /** How many were planned ever: makes the next marker another one. */
  get planned(): number {
    return this.#planned;
  }

  /** Whether a batch of the provider is one of these. */
  knows(batchId: string): boolean {
    return this.#ids.has(batchId);
  }

  /** Writes down that a batch is about to be created. */
  async plan(marker: string, count: number): Promise<BatchPlan> {
    const event = { event: "planned", marker, at: Date.now(), count } as const;
    await this.#write(event);
    return { marker, plannedAtMs: event.at, count, batchId: null };
  }

  /** Writes down the id of a created batch. */
  async created(marker: string, batchId: string): Promise<void> {
    await this.#write({ event: "created", marker, batch_id: batchId });
  }

  /** Writes down that nothing more is to be had of a batch, or that it never came to be. */
  async over(marker: string): Promise<void> {
    await this.#write({ event: "over", marker });
  }

  /** Closes the file. */
  close(): Promise<void> {
    return this.#file.close();
  }

  async #write(event: Event): Promise<void> {
    await this.#file.append([event]);
    this.#take(event);
  }

  #take(event: Event): void {
    if (event.event === "over") this.#plans.delete(event.marker);
    else if (event.event === "planned") {
      const { marker, at: plannedAtMs, count } = event;
      this.#planned += 1;
      this.#plans.set(marker, { marker, plannedAtMs, count, batchId: null });
    } else {
      const plan = this.#plans.get(event.marker);
      this.#ids.add(event.batch_id);
      if (plan !== undefined) this.#plans.set(event.marker, { ...plan, batchId: event.batch_id });
    }
  }
}

function parseEvent(value: unknown): Event {
  const { event, marker } = (value ?? {}) as Partial<Event>;
  if (typeof marker !== "string" || !["planned", "created", "over"].includes(event ?? ""))
    throw new Error('expected an "event" of a batch with its "marker".');
  return value as Event;
}
