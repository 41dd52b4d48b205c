/** Cuts a stream of bytes into lines. */
export interface LineSplitter {
  /** Takes a chunk; `onLine` is called for every line that ends in it. */
  readonly push: (chunk: Uint8Array) => void;
  /** Takes the end of the stream; a last line without a line break counts too. */
  readonly end: () => void;
}

/** What a {@link LineSplitter} tells. */
export interface LineSplitterOptions {
  /** A line without its line break; "\r\n" counts as one. */
  readonly onLine: (line: string) => void;
  /** Called once when a line is longer than `maxBytes`, with its beginning; nothing follows. */
  readonly onTooLong: (beginning: string) => void;
  /** Longest line that is kept in memory. */
  readonly maxBytes: number;
}

const newline = 0x0a;
const quotedBytes = 400;

/** Makes a splitter that never holds more than one line; characters cut by chunks are put together. */
export function splitLines(options: LineSplitterOptions): LineSplitter {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  let stopped = false;

  const flush = (): void => {
    const line = Buffer.concat(parts).toString("utf8");
    parts = [];
    bytes = 0;
    options.onLine(line.endsWith("\r") ? line.slice(0, -1) : line);
  };
  const keep = (part: Uint8Array): void => {
    parts.push(part);
    bytes += part.length;
    if (bytes <= options.maxBytes) return;
    stopped = true;
    options.onTooLong(Buffer.concat(parts).subarray(0, quotedBytes).toString("utf8"));
    parts = [];
  };
  return {
    push: (chunk) => {
      let start = 0;
      for (
        let end = chunk.indexOf(newline);
        end >= 0 && !stopped;
        end = chunk.indexOf(newline, start)
      ) {
        keep(chunk.subarray(start, end));
        if (!stopped) flush();
        start = end + 1;
      }
      if (!stopped && start < chunk.length) keep(chunk.subarray(start));
    },
    end: () => {
      if (!stopped && bytes > 0) flush();
    },
  };
}
