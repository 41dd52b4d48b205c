// Prints the bill of materials that a release keeps: npm run --silent sbom
import { resolve } from "node:path";
import { writeSbom } from "./write-sbom.ts";

const sbom = await writeSbom(resolve(import.meta.dirname, "../../.."));
process.stdout.write(`${JSON.stringify(sbom, null, 2)}\n`);
