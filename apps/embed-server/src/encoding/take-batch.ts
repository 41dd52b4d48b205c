import type { InputType } from "./encoder.ts";

/** The texts of one request and how far they are. */
export interface EncodeJob {
  /** The texts. */
  readonly texts: readonly string[];
  /** How they are embedded. */
  readonly inputType: InputType;
  /** The first text that no batch has taken. */
  next: number;
  /** Tokens of the texts that were taken. */
  tokens: number;
  /** Keeps the vector of a text. */
  readonly settle: (index: number, vector: Float32Array) => void;
  /** Ends the request with an error. */
  readonly fail: (reason: unknown) => void;
}

/** Texts of several requests that are embedded together. */
export interface TextBatch {
  /** How they are embedded. */
  readonly inputType: InputType;
  /** Each text, with where it comes from. */
  readonly parts: readonly {
    readonly job: EncodeJob;
    readonly index: number;
    readonly text: string;
  }[];
}

/** How large a batch may be. */
export interface BatchSize {
  /** Tokens of all texts together; one text may be longer than that. */
  readonly budget: number;
  /** Tokens of a text. */
  readonly count: (text: string) => number;
}

/**
 * Takes a batch out of the queue: one text of each request of a kind in turn, until the budget is
 * used. Requests that gave all their texts leave the queue, the others go to its end, so that the
 * other kind has its turn next.
 */
export function takeBatch(jobs: EncodeJob[], size: BatchSize): TextBatch | undefined {
  const [first] = jobs;
  if (first === undefined) return undefined;
  const { inputType } = first;
  const ofKind = jobs.filter((job) => job.inputType === inputType);
  const parts: TextBatch["parts"][number][] = [];
  let [room, taken] = [size.budget, true];
  while (taken && room > 0) {
    taken = false;
    for (const job of ofKind) {
      const { next: index } = job;
      const text = job.texts[index];
      if (text === undefined) continue;
      const tokens = size.count(text);
      if (parts.length > 0 && tokens > room) {
        room = 0;
        break;
      }
      parts.push({ job, index, text });
      job.next += 1;
      job.tokens += tokens;
      room -= tokens;
      taken = true;
    }
  }
  sendBack(jobs, parts);
  return { inputType, parts };
}

/** Puts requests that gave something behind those that did not, and takes finished ones out. */
function sendBack(jobs: EncodeJob[], parts: TextBatch["parts"]): void {
  const gave = new Set(parts.map(({ job }) => job));
  const order = [...jobs.filter((job) => !gave.has(job)), ...gave];
  const open = order.filter((job) => job.next < job.texts.length);
  jobs.splice(0, jobs.length, ...open);
}
