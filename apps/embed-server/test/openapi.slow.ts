import { expect, it } from "vitest";
import { runProgram } from "../../../tools/test-kit/src/run-program.ts";
import { temporaryFolder } from "../../../tools/test-kit/src/temporary-folder.ts";
import { installPythonPackages } from "./install-python-packages.ts";
import { startFullServer } from "./start-full-server.ts";

/** With what it generates bodies from: another version would send other ones. */
const packages = ["schemathesis==4.32.5", "hypothesis==6.170.15", "jsonschema_rs==0.60.3"];

it("schemathesis finds nothing against the OpenAPI document", async () => {
  const python = await installPythonPackages(packages);
  await using server = await startFullServer();
  await using folder = await temporaryFolder();
  const examples = process.env.SCHEMATHESIS_EXAMPLES ?? "10";
  const args = [
    ...["-m", "schemathesis.cli", "run", `${server.url}/openapi.json`],
    ...["-H", `Authorization: Bearer ${server.key}`, "--continue-on-failure", "--no-color"],
    ...["--seed", "8", "--max-examples", examples, "--generation-database", "none"],
  ];
  const report = await runProgram(python, args, { cwd: folder.path }).catch(String);
  expect(report).toMatch(/No issues found/u);
  const health = await fetch(`${server.url}/health`);
  expect(health.status).toBe(200);
});
