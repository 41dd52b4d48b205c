import GithubSlugger from "github-slugger";
import MarkdownIt from "markdown-it";

const markdown = new MarkdownIt({ html: true });

/**
 * Markdown as HTML whose headings have the ids that GitHub gives them.
 *
 * @example
 * renderMarkdown("## Exit codes"); // '<h2 id="exit-codes">Exit codes</h2>\n'
 */
export function renderMarkdown(text: string): string {
  const slugger = new GithubSlugger();
  const tokens = markdown.parse(text, {});
  for (const [index, token] of tokens.entries()) {
    if (token.type !== "heading_open") continue;
    const words = (tokens[index + 1]?.children ?? [])
      .filter(({ type }) => type === "text" || type === "code_inline")
      .map(({ content }) => content);
    token.attrSet("id", slugger.slug(words.join("")));
  }
  return markdown.renderer.render(tokens, markdown.options, {});
}
