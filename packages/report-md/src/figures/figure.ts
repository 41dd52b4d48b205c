/** One plot of a report, drawn. */
export interface Figure {
  /** Name among the report's figures, fit for a file: `learning-dev`, `changes-judged`, … */
  readonly name: string;
  /** What it shows, in a phrase; plain text. */
  readonly title: string;
  /** How to read it, without naming a colour; plain text. */
  readonly caption: string;
  /** An SVG element in the colours of the page around it; no script, style, link or image. */
  readonly svg: string;
}
