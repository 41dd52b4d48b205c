import { existsSync } from "node:fs";
import { glob } from "node:fs/promises";

/** A Markdown file whose blocks are run. */
export interface Readme {
  /** Path relative to the repository root. */
  readonly file: string;
  /** Whether it must have a block to run: READMEs of packages and examples must. */
  readonly needsBlock: boolean;
  /** Whether it is there: packages and apps must have one. */
  readonly exists: boolean;
}

/**
 * Lists the README of every package, app and example, the Markdown files of `docs/`, and the repository's README.
 *
 * @param root The repository root.
 * @returns Sorted by path.
 */
export async function findReadmes(root: string): Promise<Readme[]> {
  const readmes: Readme[] = [];
  for await (const manifest of glob("{packages,apps}/*/package.json", { cwd: root })) {
    const file = manifest.replace(/package\.json$/u, "README.md");
    const exists = existsSync(`${root}/${file}`);
    readmes.push({ file, exists, needsBlock: file.startsWith("packages/") });
  }
  for await (const folder of glob("examples/*/", { cwd: root, exclude: ["**/node_modules"] })) {
    const file = `${folder.replace(/\/$/u, "")}/README.md`;
    readmes.push({ file, exists: existsSync(`${root}/${file}`), needsBlock: true });
  }
  for await (const file of glob(["README.md", "examples/README.md", "docs/**/*.md"], {
    cwd: root,
  })) {
    readmes.push({ file, exists: true, needsBlock: false });
  }
  return readmes.sort((a, b) => (a.file < b.file ? -1 : 1));
}
