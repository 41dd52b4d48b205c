import { parse, type DefaultTreeAdapterTypes } from "parse5";
import type { Page } from "./page.ts";

type Node = DefaultTreeAdapterTypes.Node;

/** Reads the ids and the links of an HTML page. */
export function readPage(html: string): Page {
  const anchors = new Set<string>();
  const links: string[] = [];
  const visit = (node: Node): void => {
    const attributes = "attrs" in node ? node.attrs : [];
    for (const { name, value } of attributes) {
      if (name === "id" || (name === "name" && node.nodeName === "a")) anchors.add(value);
      if (name === "href" || name === "src") links.push(value);
    }
    if ("childNodes" in node) node.childNodes.forEach(visit);
  };
  visit(parse(html));
  return { anchors, links };
}
