// Checks the links of every Markdown file and of the built site: node tools/docs-site/src/check-site.ts
import { globSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { findBrokenLinks } from "./find-broken-links.ts";
import { readPage } from "./read-page.ts";
import { renderMarkdown } from "./render-markdown.ts";

const root = resolve(import.meta.dirname, "../../..");
const away = /(^|\/)(node_modules|dist|experiments|fixtures|golden|\.[^/]+)$/u;
const markdown = globSync(["**/*.md", ".changeset/*.md"], {
  cwd: root,
  exclude: (path) => away.test(path) && path !== ".changeset",
});
const built = globSync("tools/docs-site/dist/**/*.html", { cwd: root });
const pages = new Map(
  [...markdown, ...built].sort().map((file) => {
    const text = readFileSync(join(root, file), "utf8");
    return [join(root, file), readPage(file.endsWith(".md") ? renderMarkdown(text) : text)];
  }),
);

const broken = findBrokenLinks(pages);
for (const sentence of broken) process.stdout.write(`${relative(root, sentence)}\n`);
const count = `${markdown.length} Markdown files, ${built.length} built pages`;
process.stdout.write(`${count}: ${broken.length} broken links\n`);
process.exitCode = broken.length === 0 && built.length > 0 ? 0 : 1;
