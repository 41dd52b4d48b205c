/** What stands between the fields of a file, and its text. */
export interface SniffedText {
  /** `;` or a tab where the header shows it, else a comma. */
  readonly separator: "," | ";" | "\t";
  /** All pieces of the text, those that were looked at included. */
  readonly pieces: AsyncIterable<string>;
}

/** A header longer than this is not looked through to its end. */
const LONGEST_HEAD = 64 * 1024;

/**
 * Tells by its header how a CSV file separates its fields: a header that has no comma outside quotes
 * but semicolons or tabs is separated by what it has more of.
 */
export async function sniffSeparator(text: AsyncIterable<string>): Promise<SniffedText> {
  const pieces = text[Symbol.asyncIterator]();
  let head = "";
  let header: string | undefined;
  while (header === undefined && head.length < LONGEST_HEAD) {
    const next = await pieces.next();
    if (next.done === true) header = unquoted(head);
    else {
      head += next.value;
      header = /^([^\r\n]*)[\r\n]/u.exec(unquoted(head))?.[1];
    }
  }
  return { separator: separatorOf(header ?? unquoted(head)), pieces: joined(head, pieces) };
}

/** The text without blank lines before it, and without what stands in quotes. */
function unquoted(text: string): string {
  return text.replace(/^\uFEFF?[\r\n]*/u, "").replaceAll(/"[^"]*(?:"|$)/gu, "");
}

function separatorOf(header: string): SniffedText["separator"] {
  const count = (separator: string) => header.split(separator).length - 1;
  if (count(",") > 0 || count(";") + count("\t") === 0) return ",";
  return count(";") >= count("\t") ? ";" : "\t";
}

async function* joined(head: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  if (head !== "") yield head;
  yield* { [Symbol.asyncIterator]: () => rest };
}
