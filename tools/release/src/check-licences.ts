// Fails when a production dependency has a licence that licences.json does not allow:
// node tools/release/src/check-licences.ts
import { resolve } from "node:path";
import policy from "../licences.json" with { type: "json" };
import { licenceFindings } from "./licence-findings.ts";
import { licencesOf } from "./licences-of.ts";
import { writeSbom } from "./write-sbom.ts";

const dependencies = licencesOf(await writeSbom(resolve(import.meta.dirname, "../../..")));
const findings = licenceFindings(dependencies, policy);
for (const finding of findings) process.stdout.write(`not allowed: ${finding}\n`);
process.stdout.write(`${dependencies.length} packages, ${findings.length} licences not allowed\n`);
process.exitCode = findings.length === 0 && dependencies.length > 0 ? 0 : 1;
