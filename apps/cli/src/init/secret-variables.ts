import { namesServer, type Environment } from "../settings/read-environment.ts";
import type { Settings } from "../settings/settings.ts";

/** A variable that the settings need, and what stands in `.env.example` about it. */
interface SecretVariable {
  readonly name: string;
  readonly comment: string;
}

const all: readonly SecretVariable[] = [
  {
    name: "DATABASE_URL",
    comment: "postgresql://user:password@host:5432/database, or DB_HOST, DB_NAME, …",
  },
  { name: "ANTHROPIC_API_KEY", comment: "for Claude, who writes the queries" },
  { name: "OPENAI_API_KEY", comment: "for openai:MODEL; a server of your own may need none" },
];

function needed({ source, queries }: Settings): ReadonlySet<string> {
  return new Set([
    ...(source === "postgres" ? ["DATABASE_URL"] : []),
    ...(queries === "anthropic" ? ["ANTHROPIC_API_KEY"] : []),
    ...(queries.startsWith("openai:") ? ["OPENAI_API_KEY"] : []),
  ]);
}

/** Names of the variables that the settings need and that are not set. */
export function missingVariables(settings: Settings, environment: Environment): string[] {
  return [...needed(settings)].flatMap((name) => {
    if (environment[name] !== undefined) return [];
    if (name === "OPENAI_API_KEY" && environment.OPENAI_BASE_URL !== undefined) return [];
    if (name !== "DATABASE_URL" || !namesServer(environment)) return [name];
    return environment.DB_PASSWORD === undefined ? ["DB_PASSWORD"] : [];
  });
}

/** The text of `.env.example`: variables to fill in; those that are not needed as comments. */
export function envExampleText(settings: Settings): string {
  const names = needed(settings);
  const lines = all.flatMap(({ name, comment }) => [
    `# ${comment}`,
    names.has(name) ? `${name}=` : `# ${name}=`,
    "",
  ]);
  return `# Copy this file to .env and fill it in there. Keep .env out of version control.

${lines.join("\n")}
# Where the Python environment and models are kept (default ~/.cache/searchfit)
# SEARCHFIT_CACHE=
`;
}
