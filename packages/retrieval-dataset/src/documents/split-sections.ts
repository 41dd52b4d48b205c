/** A part of a document under one heading. */
export interface Section {
  /** Headings from the outermost to the nearest, possibly none. */
  readonly headings: readonly string[];
  /** What stands below, up to the next heading. */
  readonly text: string;
}

/** How a document's headings are written. */
export type DocumentFormat = "markdown" | "text";

const ATX = /^ {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$/u;
const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/u;
/** A longer line is no heading; it also bounds what the pattern above may try. */
const LONGEST_HEADING = 1000;
const FENCE = /^ {0,3}(`{3,}|~{3,})/u;

/**
 * Cuts a document at its headings. Plain text has none; in Markdown both forms count (`# Title`
 * and a line underlined with `===` or `---`), except inside code fences. Front matter is left out.
 */
export function splitSections(text: string, format: DocumentFormat): readonly Section[] {
  if (format === "text") return [{ headings: [], text }];
  const reader = new SectionReader();
  const body = text.replace(/^---\r?\n[\s\S]*?\r?\n---[ \t]*(?:\r?\n|$)/u, "");
  for (const line of body.split(/\r?\n/u)) reader.read(line);
  return reader.end();
}

class SectionReader {
  readonly #sections: Section[] = [];
  #headings: { readonly level: number; readonly title: string }[] = [];
  #lines: string[] = [];
  #fence = "";

  read(line: string): void {
    const fence = FENCE.exec(line)?.[1] ?? "";
    if (fence !== "" && (this.#fence === "" || fence.startsWith(this.#fence)))
      this.#fence = this.#fence === "" ? fence : "";
    const mayBeHeading = this.#fence === "" && line.length <= LONGEST_HEADING;
    const [, marks = "", title = ""] = mayBeHeading ? (ATX.exec(line) ?? []) : [];
    if (marks !== "") this.#open(marks.length, title);
    else if (!this.#isUnderline(line)) this.#lines.push(line);
  }

  end(): readonly Section[] {
    this.#close();
    return this.#sections;
  }

  #isUnderline(line: string): boolean {
    const [, marks] = this.#fence === "" ? (UNDERLINE.exec(line) ?? []) : [];
    const title = this.#lines.at(-1)?.trim() ?? "";
    const alone = (this.#lines.at(-2)?.trim() ?? "") === "";
    if (marks === undefined || title === "" || !alone) return false;
    this.#lines.pop();
    this.#open(marks.startsWith("=") ? 1 : 2, title);
    return true;
  }

  #open(level: number, title: string): void {
    this.#close();
    this.#headings = [...this.#headings.filter((open) => open.level < level), { level, title }];
  }

  #close(): void {
    const text = this.#lines.join("\n").trim();
    if (text !== "")
      this.#sections.push({ headings: this.#headings.map(({ title }) => title), text });
    this.#lines = [];
  }
}
