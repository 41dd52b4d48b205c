import { stripVTControlCharacters } from "node:util";

/** Takes text as it comes. */
export interface Output {
  /** Shows it. */
  readonly write: (text: string) => void;
  /** Shows what is left. */
  readonly end: () => void;
}

/** Where to show text. */
export interface Screen {
  /** Whether it understands colours. */
  readonly isTTY?: boolean;
  /** Writes to it. */
  readonly write: (text: string) => unknown;
}

/** Opens a screen for the output of a command; where it is no terminal, without colours and by lines. */
export function openOutput(screen: Screen): Output {
  if (screen.isTTY === true) return { write: (text) => screen.write(text), end: () => undefined };
  let rest = "";
  return {
    write: (text) => {
      rest += text;
      const whole = rest.lastIndexOf("\n") + 1;
      if (whole > 0) screen.write(stripVTControlCharacters(rest.slice(0, whole)));
      rest = rest.slice(whole);
    },
    end: () => {
      if (rest !== "") screen.write(`${stripVTControlCharacters(rest)}\n`);
      rest = "";
    },
  };
}
