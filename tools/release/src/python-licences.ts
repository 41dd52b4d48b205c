import { runProgram } from "../../../tools/test-kit/src/run-program.ts";
import type { Licensed } from "./licence-findings.ts";

/** What a distribution declares: an SPDX expression, else classifiers, else free text. */
const script = `
import importlib.metadata, json
def licence(data):
    classifiers = [text.split(" :: ")[-1] for text in data.get_all("Classifier", []) if text.startswith("License ::")]
    return data.get("License-Expression") or " AND ".join(classifiers) or data.get("License")
found = [distribution.metadata for distribution in importlib.metadata.distributions()]
print(json.dumps([{"name": data["Name"] + "==" + data["Version"], "licence": licence(data)} for data in found]))
`;

/** The licences of every package of a Python environment. */
export async function pythonLicences(python: string): Promise<Licensed[]> {
  const found = JSON.parse(await runProgram(python, ["-I", "-c", script])) as {
    readonly name: string;
    readonly licence: string | null;
  }[];
  return found.map(({ name, licence }) => ({ name, licence: licence ?? undefined }));
}
