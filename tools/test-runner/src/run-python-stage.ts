import { rm } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { installPythonTools } from "./install-python-tools.ts";
import { readJunitReport } from "./read-junit-report.ts";
import { runCommand } from "./run-command.ts";
import { oneFailed, onePassed, sumResults, type StageResult, type Workspace } from "./stage.ts";

/** Builds or finds the trainer's Python environment, then runs pytest and ruff on `python/`. */
export async function runPythonStage({ root }: Workspace): Promise<StageResult> {
  const cacheFolder = defaultCacheFolder(process.env);
  const python = await preparePython(root, cacheFolder);
  if (python === undefined) {
    const blocks = ["slow"] as const;
    return { ...oneFailed("the trainer's Python environment could not be built"), blocks };
  }
  const tools = await installPythonTools({ root, python, cacheFolder });
  if (tools === undefined) return sumResults([onePassed, oneFailed("pytest was not installed")]);
  const environment = {
    PYTHONPATH: [join(root, "python"), tools].join(delimiter),
    PYTHONDONTWRITEBYTECODE: "1",
  };
  const run = (...line: string[]) =>
    runCommand({ line: [python, "-m", ...line], root, environment, timeoutMinutes: 15 });
  const report = join(root, "test-reports/python.xml");
  await rm(report, { force: true });
  const pytest = await run("pytest", "python/tests", "-q", `--junitxml=${report}`);
  const tests = await readJunitReport({ file: report, project: "python" });
  const results = [onePassed, tests];
  if (pytest.exitCode !== 0 && tests.failed === 0) {
    results.push(oneFailed(`pytest ended with exit code ${pytest.exitCode}`));
  }
  for (const check of [["check"], ["format", "--check"]]) {
    const { exitCode } = await run("ruff", ...check, "--no-cache", "python");
    results.push(exitCode === 0 ? onePassed : oneFailed(`ruff ${check.join(" ")} failed`));
  }
  return sumResults(results);
}

/** In a process of its own, because the bridge is imported from its sources. */
async function preparePython(root: string, cacheFolder: string): Promise<string | undefined> {
  const script = join(import.meta.dirname, "prepare-python.ts");
  const { exitCode, stdout } = await runCommand({
    line: [process.execPath, "--conditions=@searchfit/source", script, cacheFolder],
    root,
    timeoutMinutes: 20,
  });
  if (exitCode !== 0) return undefined;
  return (JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as { readonly python: string }).python;
}

/** The folder that the CLI keeps Python environments and models in, too. */
function defaultCacheFolder(environment: NodeJS.ProcessEnv): string {
  const { SEARCHFIT_CACHE: own, XDG_CACHE_HOME: base } = environment;
  if (own !== undefined && own !== "") return own;
  return join(base !== undefined && base !== "" ? base : join(homedir(), ".cache"), "searchfit");
}
