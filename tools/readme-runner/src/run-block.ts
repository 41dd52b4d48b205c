/** A block of a Markdown file that is marked to be run. */
export interface RunBlock {
  /** `ts` runs in Node from the sources, `sh` in bash. */
  readonly language: "ts" | "sh";
  /** Whether it is marked `slow` too: it needs the model, a server or a training. */
  readonly slow: boolean;
  /** The block's lines, each ended by a line feed. */
  readonly code: string;
  /** Line of the block's first line of code, from 1. */
  readonly line: number;
  /** Text of the `text` block that follows, or undefined when none does. */
  readonly expected: string | undefined;
}
