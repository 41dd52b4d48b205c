import pc from "picocolors";

/** Where a command speaks to its user. */
export interface Terminal {
  /** A result: stdout, unless `--json` keeps stdout for the one document. */
  readonly result: (text: string) => void;
  /** What is going on: stderr. */
  readonly note: (text: string) => void;
  /** Something the user must not miss: stderr, in yellow. */
  readonly warn: (text: string) => void;
  /** The one document of `--json`; nothing without `--json`. */
  readonly document: (value: unknown) => void;
}

/** The terminal of the process. What databases and tables say is shown without control characters. */
export function openTerminal(options: { readonly json: boolean }): Terminal {
  const colour = pc.createColors(wantsColour());
  const note = (text: string) => void process.stderr.write(`${text}\n`);
  return {
    result: (text) => {
      (options.json ? process.stderr : process.stdout).write(`${printable(text)}\n`);
    },
    note: (text) => {
      note(printable(text));
    },
    warn: (text) => {
      note(colour.yellow(printable(text)));
    },
    document: (value) => {
      if (options.json) process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
  };
}

/** Takes out what could move the cursor or hide text: control and direction characters. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (character) => (character === "\n" ? "\n" : ""));
}

function wantsColour(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "0") return true;
  return process.stderr.isTTY && TERM !== "dumb";
}
