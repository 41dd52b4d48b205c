import MarkdownIt from "markdown-it";

/** Rules that no report needs: with them gone, data that slipped through could not become one. */
const unused = ["link", "image", "autolink", "html_inline", "html_block", "reference", "linkify"];

/** What Markdown may become. */
export interface MarkdownToHtmlOptions {
  /** Whether it may have links: only where all addresses are our own. @default false */
  readonly links?: boolean | undefined;
}

/** The report's Markdown as HTML without raw HTML, images, scripts or inline styles; links when asked for. */
export function markdownToHtml(
  markdown: string,
  { links = false }: MarkdownToHtmlOptions = {},
): string {
  const converter = new MarkdownIt({ html: false, linkify: false, typographer: false });
  converter.disable(links ? unused.filter((rule) => rule !== "link") : unused);
  const { rules } = converter.renderer;
  rules.table_open = () => '<div class="table" tabindex="0">\n<table>\n';
  rules.table_close = () => "</table>\n</div>\n";
  const tokens = converter.parse(markdown, {});
  for (const token of tokens) {
    const style = token.attrGet("style");
    if (style === null) continue;
    token.attrs = String(style).includes("right") ? [["class", "right"]] : [];
  }
  return tickBoxes(converter.renderer.render(tokens, converter.options, {}));
}

/** GitHub's task lists; text of others never begins a list item with a bracket. */
function tickBoxes(html: string): string {
  return html
    .replace(/<ul>\n(?=<li>\[[ x]\] )/g, '<ul class="tasks">\n')
    .replace(/<li>\[([ x])\] /g, (_, mark: string) => `<li>${mark === "x" ? "☑" : "☐"} `);
}
