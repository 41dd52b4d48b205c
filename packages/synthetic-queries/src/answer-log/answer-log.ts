import { streamJsonLines } from "@searchfit/retrieval-dataset";
import { parseAnswerRecord, type AnswerRecord } from "./answer-record.ts";
import { AppendOnlyFile } from "./append-only-file.ts";

/** The append-only file of all answers. */
export class AnswerLog {
  readonly #file: AppendOnlyFile;
  readonly #answers: Map<string, AnswerRecord>;
  readonly #unusable: Map<string, AnswerRecord[]>;

  private constructor(
    file: AppendOnlyFile,
    answers: Map<string, AnswerRecord>,
    unusable: Map<string, AnswerRecord[]>,
  ) {
    this.#file = file;
    this.#answers = answers;
    this.#unusable = unusable;
  }

  /** Opens the file of answers, or starts it; see {@link AppendOnlyFile.open}. */
  static async open(path: string): Promise<AnswerLog> {
    const answers = new Map<string, AnswerRecord>();
    const unusable = new Map<string, AnswerRecord[]>();
    const file = await AppendOnlyFile.open(path, async () => {
      for await (const { row } of streamJsonLines(path, { parse: parseAnswerRecord }))
        add(row, answers, unusable);
    });
    return new AnswerLog(file, answers, unusable);
  }

  /** The answer to a request, or `undefined` when there is none that can be used. */
  answer(request: string): AnswerRecord | undefined {
    return this.#answers.get(request);
  }

  /** Answers to a request that were paid but could not be used. */
  unusable(request: string): readonly AnswerRecord[] {
    return this.#unusable.get(request) ?? [];
  }

  /** How many answers came to a request that was sent by itself, in no batch. */
  directAnswers(request: string): number {
    const answer = this.#answers.get(request);
    const all = [...this.unusable(request), ...(answer === undefined ? [] : [answer])];
    return all.filter(({ pack, usage }) => (pack?.index ?? 0) === 0 && usage?.batch !== true)
      .length;
  }

  /** Whether this very answer to a request is stored. */
  has(request: string, answerId: string): boolean {
    if (this.#answers.get(request)?.answer_id === answerId) return true;
    return this.unusable(request).some(({ answer_id }) => answer_id === answerId);
  }

  /** Stores the parts of one answer; settles when they are safe on the disk. */
  async append(records: readonly AnswerRecord[]): Promise<void> {
    await this.#file.append(records);
    for (const record of records) add(record, this.#answers, this.#unusable);
  }

  /** Waits for what is being stored and closes the file. */
  close(): Promise<void> {
    return this.#file.close();
  }
}

function add(
  record: AnswerRecord,
  answers: Map<string, AnswerRecord>,
  unusable: Map<string, AnswerRecord[]>,
): void {
  if (record.unusable !== true) answers.set(record.request, record);
  else unusable.set(record.request, [...(unusable.get(record.request) ?? []), record]);
}
