import { mkdir, open, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { SyntheticQueriesError } from "../synthetic-queries-error.ts";
import { repairLastLine } from "./repair-last-line.ts";

interface WaitingLines {
  readonly lines: string;
  readonly stored: () => void;
  readonly failed: (error: Error) => void;
}

/** A file of JSON lines that only grows; what was appended is on the disk. */
export class AppendOnlyFile {
  readonly #path: string;
  readonly #file: FileHandle;
  #waiting: WaitingLines[] = [];
  #flushing: Promise<void> | undefined;
  #broken: Error | undefined;

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  /**
   * Opens the file, or starts it, and reads it. A last line that a killed process left half
   * written is cut off; any other bad line is an error, for nothing but this code writes there.
   */
  static async open(path: string, read: (path: string) => Promise<void>): Promise<AppendOnlyFile> {
    let file: FileHandle | undefined;
    try {
      await mkdir(dirname(path), { recursive: true });
      file = await open(path, "a+");
      await repairLastLine(file);
      await read(path);
      return new AppendOnlyFile(path, file);
    } catch (cause) {
      await file?.close();
      throw fileError(path, cause);
    }
  }

  /** Appends rows in one piece; settles when they are safe on the disk. */
  append(rows: readonly unknown[]): Promise<void> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
    return new Promise((stored, failed) => {
      this.#waiting.push({ lines, stored, failed });
      this.#flushing ??= this.#flush();
    });
  }

  /** Waits for what is being stored and closes the file. */
  async close(): Promise<void> {
    await this.#flushing;
    await this.#file.close();
  }

  /** What arrives while the disk is busy goes down together with one sync. */
  async #flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        if (this.#broken !== undefined) throw this.#broken;
        await this.#file.appendFile(batch.map(({ lines }) => lines).join(""));
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
