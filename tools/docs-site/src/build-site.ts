// Builds the documents and the API reference as one site into dist: node tools/docs-site/src/build-site.ts
import { resolve } from "node:path";
import { buildSite } from "./site.ts";

const root = resolve(import.meta.dirname, "../../..");
const out = resolve(import.meta.dirname, "../dist");
const { pages, problems } = await buildSite({ root, out });
process.stdout.write(`${pages} pages in tools/docs-site/dist, ${problems} problems\n`);
process.exitCode = problems === 0 ? 0 : 1;
