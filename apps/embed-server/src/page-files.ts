import { readFileSync } from "node:fs";

/** A file of the search page. */
export interface PageFile {
  /** Path under which it is served. */
  readonly url: string;
  /** Kind of its content. */
  readonly type: string;
  /** Its content. */
  readonly content: string;
}

/** The files of the search page; they lie beside `src` and `dist`. */
export function readPageFiles(): readonly PageFile[] {
  const read = (name: string) => readFileSync(new URL(`../page/${name}`, import.meta.url), "utf8");
  return [
    { url: "/", type: "text/html; charset=utf-8", content: read("index.html") },
    { url: "/page.js", type: "text/javascript; charset=utf-8", content: read("page.js") },
    { url: "/page.css", type: "text/css; charset=utf-8", content: read("page.css") },
  ];
}
