import { Tokenizer } from "htmlparser2";

/** How the headings of an HTML text are written. */
export type HtmlHeadings = "markdown" | "plain";

const HIDDEN = new Set(["script", "style", "template", "noscript", "svg", "head"]);
const BLOCKS = new Set(
  "p div section article main header footer nav aside table tr ul ol dl dt dd blockquote pre figure form br hr li".split(
    " ",
  ),
);
const CELLS = new Set(["td", "th"]);
const HEADING = /^h[1-6]$/u;

/**
 * The text of an HTML page or of a piece of one, its headings as Markdown headings, blocks on lines of
 * their own. Scripts, styles, the page's head and comments are left out, and so is what is hidden and
 * never ends. Tags and entities are read as browsers read them (by htmlparser2); no scripts are run and
 * styles are not looked at. Time is in proportion to the length.
 *
 * @param headings "plain": headings are lines like others. @default "markdown"
 * @example
 * htmlText("<h1>Leave</h1><p>25 days &amp; more</p>"); // "# Leave\n\n25 days & more"
 */
export function htmlText(html: string, headings: HtmlHeadings = "markdown"): string {
  const page = new PageText(headings === "markdown");
  const nothing = () => undefined;
  // No parser above it: that would keep a stack of what is open, and search it at every tag.
  const tokenizer = new Tokenizer(
    {},
    {
      onopentagname: (start, end) => {
        page.open(html.slice(start, end).toLowerCase());
      },
      onclosetag: (start, end) => {
        page.close(html.slice(start, end).toLowerCase());
      },
      ontext: (start, end) => {
        page.add(html.slice(start, end));
      },
      ontextentity: (codepoint) => {
        page.add(String.fromCodePoint(codepoint));
      },
      oncomment: () => {
        page.add(" ");
      },
      ...{ onattribdata: nothing, onattribentity: nothing, onattribend: nothing },
      ...{ onattribname: nothing, onopentagend: nothing, onselfclosingtag: nothing },
      ...{ oncdata: nothing, ondeclaration: nothing, onprocessinginstruction: nothing },
      onend: nothing,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return page.end();
}

class PageText {
  readonly #markdown: boolean;
  readonly #parts: string[] = [];
  #heading: { readonly level: string; readonly parts: string[] } | undefined;
  /** Name of the hidden element that the reader is in. */
  #hidden: string | undefined;

  constructor(markdown: boolean) {
    this.#markdown = markdown;
  }

  open(name: string): void {
    if (this.#hidden === "head" && name === "body") this.#hidden = undefined;
    if (this.#hidden !== undefined) return;
    if (HIDDEN.has(name)) {
      this.add(" ");
      this.#hidden = name;
    } else if (HEADING.test(name)) {
      this.#endHeading();
      this.#heading = { level: name.slice(1), parts: [] };
    } else if (BLOCKS.has(name)) this.#endBlock();
  }

  close(name: string): void {
    if (this.#hidden === name) this.#hidden = undefined;
    else if (this.#hidden !== undefined) return;
    else if (HEADING.test(name)) this.#endHeading();
    else if (BLOCKS.has(name)) this.#endBlock();
    else if (CELLS.has(name)) this.add(" ");
  }

  add(text: string): void {
    if (this.#hidden === undefined) (this.#heading?.parts ?? this.#parts).push(text);
  }

  end(): string {
    this.#endHeading();
    return this.#parts
      .join("")
      .split("\n")
      .map((line) => line.replaceAll(/[ \t\r\u00A0]+/gu, " ").trim())
      .join("\n")
      .replaceAll(/\n{3,}/gu, "\n\n")
      .trim();
  }

  #endBlock(): void {
    this.#endHeading();
    this.add("\n");
  }

  #endHeading(): void {
    if (this.#heading === undefined) return;
    const { level, parts } = this.#heading;
    this.#heading = undefined;
    const title = parts.join("").replaceAll(/\s+/gu, " ").trim();
    const marks = this.#markdown ? `${"#".repeat(Number(level))} ` : "";
    if (title !== "") this.#parts.push(`\n\n${marks}${title}\n\n`);
  }
}
