/** What of a page matters to links. */
export interface Page {
  /** Ids that a link may point to. */
  readonly anchors: ReadonlySet<string>;
  /** Links, images, scripts and style sheets as they are written, in order. */
  readonly links: readonly string[];
}
