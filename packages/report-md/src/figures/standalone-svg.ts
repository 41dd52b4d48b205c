import type { Figure } from "./figure.ts";

/** Text and ground by the reader's setting, as on the report's page. */
const style =
  "<style>svg{color:#1b1f24;background:#fff}@media (prefers-color-scheme:dark){svg{color:#e6e9ec;background:#14181d}}</style>";

/**
 * A figure as a file of its own, well-formed XML: what a Markdown report shows as an image. It
 * brings its colours, light or dark by the reader's setting.
 *
 * @param figure A figure, as `drawFigures` gives it.
 * @returns The text of an `.svg` file, ending in a line feed.
 * @example
 * await writeFile(`figures/${figure.name}.svg`, standaloneSvg(figure));
 */
export function standaloneSvg({ svg }: Figure): string {
  const root = svg.indexOf(">") + 1;
  return (
    `${svg.slice(0, root)}${style}${svg.slice(root)}`.replaceAll(
      "var(--accent,currentColor)",
      "currentColor",
    ) + "\n"
  );
}
