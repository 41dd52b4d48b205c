import { mkdir, open, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { streamJsonLines } from "@searchfit/retrieval-dataset";
import { parseAnswerRecord, type AnswerRecord } from "./answer-record.ts";
import { repairLastLine } from "./repair-last-line.ts";
import { SyntheticQueriesError } from "./synthetic-queries-error.ts";

interface WaitingLine {
  readonly line: string;
  readonly stored: () => void;
  readonly failed: (error: Error) => void;
}

/** The append-only file of all answers. */
export class AnswerLog {
  /** Answers that lay in the file when it was opened, by request hash. */
  readonly stored: ReadonlyMap<string, AnswerRecord>;
  readonly #path: string;
  readonly #file: FileHandle;
  #waiting: WaitingLine[] = [];
  #flushing: Promise<void> | undefined;
  #broken: Error | undefined;

  private constructor(path: string, file: FileHandle, stored: ReadonlyMap<string, AnswerRecord>) {
    this.#path = path;
    this.#file = file;
    this.stored = stored;
  }

  /**
   * Opens the file of answers, or starts it. A last line that a killed process left half written
   * is cut off; any other bad line is an error, for nothing but this code writes there.
   */
  static async open(path: string): Promise<AnswerLog> {
    let file: FileHandle | undefined;
    try {
      await mkdir(dirname(path), { recursive: true });
      file = await open(path, "a+");
      await repairLastLine(file);
      return new AnswerLog(path, file, await loadRecords(path));
    } catch (cause) {
      await file?.close();
      throw fileError(path, cause);
    }
  }

  /** Stores an answer; settles when it is safe on the disk. */
  append(record: AnswerRecord): Promise<void> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    return new Promise((stored, failed) => {
      this.#waiting.push({ line: `${JSON.stringify(record)}\n`, stored, failed });
      this.#flushing ??= this.#flush();
    });
  }

  /** Waits for what is being stored and closes the file. */
  async close(): Promise<void> {
    await this.#flushing;
    await this.#file.close();
  }

  /** Answers that arrive while the disk is busy go down together with one sync. */
  async #flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        if (this.#broken !== undefined) throw this.#broken;
        await this.#file.appendFile(batch.map(({ line }) => line).join(""));
        await this.#file.datasync();
        for (const { stored } of batch) stored();
      } catch (cause) {
        // After half a line nothing may follow: it would become one bad line with the next.
        this.#broken = fileError(this.#path, cause);
        for (const { failed } of batch) failed(this.#broken);
      }
    }
    this.#flushing = undefined;
  }
}

async function loadRecords(path: string): Promise<ReadonlyMap<string, AnswerRecord>> {
  const stored = new Map<string, AnswerRecord>();
  for await (const { row } of streamJsonLines(path, { parse: parseAnswerRecord }))
    stored.set(row.request, row);
  return stored;
}

function fileError(path: string, cause: unknown): Error {
  const { code, message } = cause as NodeJS.ErrnoException;
  const details = { file: path };
  if (code === "INVALID_FILE")
    return new SyntheticQueriesError("INVALID_FILE", message, {
      hint: "This file is written by the program alone. Move it away to start anew, or take the bad lines out.",
      details,
      cause,
    });
  if (
    cause instanceof SyntheticQueriesError ||
    (cause as NodeJS.ErrnoException).syscall === undefined
  )
    return cause as Error;
  return new SyntheticQueriesError(
    "FILE_NOT_WRITABLE",
    `Expected to write ${path}, got ${message}.`,
    {
      hint: "Check the folder's rights and the space left. What was stored before is kept.",
      details,
      cause,
    },
  );
}
