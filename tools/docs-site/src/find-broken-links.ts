import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Page } from "./page.ts";

/**
 * Finds links of pages to files and headings that are not there. Links to other hosts are not looked at;
 * of files that are no pages, and of folders, only that they are there.
 *
 * @param pages Absolute path of each page → the page.
 * @returns One sentence a broken link, in the order of the pages.
 */
export function findBrokenLinks(pages: ReadonlyMap<string, Page>): string[] {
  return [...pages].flatMap(([path, { links }]) =>
    links.flatMap((link) => {
      const problem = problemOf(link, path, pages);
      return problem === undefined ? [] : [`${path}: ${link}: ${problem}`];
    }),
  );
}

function problemOf(
  link: string,
  from: string,
  pages: ReadonlyMap<string, Page>,
): string | undefined {
  if (/^([a-z][a-z0-9+.-]*:|\/\/)/iu.test(link)) return undefined;
  const [address = "", anchor = ""] = link.split("#", 2);
  const [file = ""] = address.split("?", 1);
  const target = file === "" ? from : resolve(dirname(from), decodeURIComponent(file));
  if (!existsSync(target)) return "no such file";
  const page = pages.get(target);
  if (page === undefined || anchor === "" || page.anchors.has(decodeURIComponent(anchor))) {
    return undefined;
  }
  return "no such heading";
}
