/** The last lines of an output, for error messages. */
export interface TextTail {
  /** Takes a line; an empty one is left out. */
  readonly push: (line: string) => void;
  /** The last lines. */
  readonly lines: () => readonly string[];
}

const lineLength = 500;

/** Keeps the last `count` lines, each cut at 500 characters. */
export function keepTail(count: number): TextTail {
  const kept: string[] = [];
  return {
    push: (line) => {
      if (line.trim() === "") return;
      kept.push(line.slice(0, lineLength));
      if (kept.length > count) kept.shift();
    },
    lines: () => [...kept],
  };
}
