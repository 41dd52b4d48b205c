import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { installPythonTools } from "./install-python-tools.ts";
import { runCommand, type CommandResult } from "./run-command.ts";

/** An interpreter that has the trainer's packages, pytest, ruff and mypy. */
export interface PythonWithTools {
  /** Runs `python -m …` in the repository root. */
  readonly run: (...line: string[]) => Promise<CommandResult>;
}

/** What stands in the way. */
export type PythonProblem = "no-environment" | "no-tools";

/**
 * Builds or finds the trainer's Python environment and puts pytest, ruff and mypy beside it.
 *
 * @param root The repository root.
 * @returns The interpreter, or what could not be made; the reason has been printed.
 */
export async function openPython(root: string): Promise<PythonWithTools | PythonProblem> {
  const cacheFolder = defaultCacheFolder(process.env);
  const python = await preparePython(root, cacheFolder);
  if (python === undefined) return "no-environment";
  const tools = await installPythonTools({ root, python, cacheFolder });
  if (tools === undefined) return "no-tools";
  const environment = {
    PYTHONPATH: [join(root, "python"), tools].join(delimiter),
    PYTHONDONTWRITEBYTECODE: "1",
  };
  return {
    run: (...line) =>
      runCommand({ line: [python, "-m", ...line], root, environment, timeoutMinutes: 60 }),
  };
}

/** In a process of its own, because the bridge is imported from its sources. */
async function preparePython(root: string, cacheFolder: string): Promise<string | undefined> {
  const script = join(import.meta.dirname, "prepare-python.ts");
  const { exitCode, stdout } = await runCommand({
    line: [process.execPath, "--conditions=@searchfit/source", script, cacheFolder],
    root,
    timeoutMinutes: 60,
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
