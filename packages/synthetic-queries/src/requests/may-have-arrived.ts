import { BrokenAnswer } from "./broken-answer.ts";

/** Codes of connections that never came to be. */
const NEVER_SENT: ReadonlySet<string> = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"]);

/**
 * Whether a request may have arrived although no whole answer came back: the connection was lost
 * or the answer cut. An answer with a bad status says that it was not taken.
 *
 * @param connectionLost The error is one of the connection.
 */
export function mayHaveArrived(error: unknown, connectionLost: boolean): boolean {
  if (BrokenAnswer.within(error) !== undefined) return true;
  return connectionLost && !causes(error).some((code) => NEVER_SENT.has(code));
}

function causes(error: unknown): readonly string[] {
  const codes: string[] = [];
  let cause = error;
  for (let depth = 0; depth < 5 && cause instanceof Error; depth += 1) {
    codes.push((cause as NodeJS.ErrnoException).code ?? "");
    cause = cause.cause;
  }
  return codes;
}
