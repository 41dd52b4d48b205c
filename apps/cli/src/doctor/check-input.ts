import { existsSync } from "node:fs";
import type { Settings } from "../settings/settings.ts";
import type { Environment } from "../settings/read-environment.ts";
import { parseQueriesSetting } from "../steps/parse-queries-setting.ts";
import { parseSource } from "../steps/parse-source.ts";
import { judgedFiles } from "../steps/read-judged.ts";
import { failed, missing, ok, unused, type Check } from "./check.ts";

/** Looks whether the files that the settings name are there; none is read. */
export function checkInput(settings: Settings, folder: string): readonly Check[] {
  return [checkSource(settings, folder), checkQueries(settings, folder), checkJudged(settings)];
}

function checkSource({ source }: Settings, folder: string): Check {
  try {
    const parsed = parseSource(source, folder);
    if (parsed.kind !== "file") return ok("catalogue", source);
    return checkFile("catalogue", parsed.path, "Give another one with --source.");
  } catch (error) {
    return failed("catalogue", error);
  }
}

function checkQueries({ queries }: Settings, folder: string): Check {
  try {
    const writer = parseQueriesSetting(queries, folder);
    if (writer.kind === "anthropic") return ok("queries", "Claude writes them");
    if (writer.kind === "rules") return ok("queries", "put together by rule, for a first look");
    if (writer.kind !== "recorded")
      return ok("queries", `${writer.kind} ${writer.model} writes them`);
    return checkFile("queries", writer.path, "Give another one with --queries recorded:FILE.");
  } catch (error) {
    return failed("queries", error);
  }
}

function checkJudged({ judged }: Settings): Check {
  if (judged === null) return unused("judged queries", "none: the tests are synthetic only");
  const absent = judgedFiles(judged).filter((file) => !existsSync(file));
  if (absent.length === 0) return ok("judged queries", judged);
  const detail = `${absent.join(" and ")} not found`;
  return missing("judged queries", { detail, fix: "Give another folder with --judged." });
}

function checkFile(name: string, path: string, fix: string): Check {
  return existsSync(path) ? ok(name, path) : missing(name, { detail: `${path} not found`, fix });
}

/** Looks whether the LLM's key is set; it is neither shown nor tried. */
export function checkApiKey({ queries }: Settings, environment: Environment): Check {
  const isSet = environment.ANTHROPIC_API_KEY !== undefined;
  if (isSet) return ok("ANTHROPIC_API_KEY", "set");
  const needed = queries.startsWith("anthropic");
  if (!needed) return unused("ANTHROPIC_API_KEY", "not set; these queries need none");
  return missing("ANTHROPIC_API_KEY", {
    detail: "not set",
    fix: "export ANTHROPIC_API_KEY=…, a line in .env, or --queries recorded:FILE or rules",
  });
}
