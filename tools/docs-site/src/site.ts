import { globSync } from "node:fs";
import { join } from "node:path";
import { Application, Converter, LogLevel, type Context } from "typedoc";
import { titleDocuments } from "./title-documents.ts";
import { titleModules } from "./title-modules.ts";

/** Where a site is built from, and to. */
export interface SiteOptions {
  /** The repository root. */
  readonly root: string;
  /** Folder of the site; replaced as a whole. */
  readonly out: string;
}

/** What was built. */
export interface Site {
  /** HTML pages. */
  readonly pages: number;
  /** Errors and warnings, each printed as it came. */
  readonly problems: number;
}

const documents = [
  ...["docs/*.md", "docs/decisions/*.md", "examples/README.md", "examples/*/README.md"],
  ...["python/README.md", "sample-data/PROVENANCE.md", "tools/*/README.md"],
];

/**
 * Builds a page of every document and of everything that a package or an app exports.
 *
 * @returns Counts; nothing is written when the sources cannot be read.
 */
export async function buildSite({ root, out }: SiteOptions): Promise<Site> {
  const files = (patterns: readonly string[]) =>
    globSync([...patterns], { cwd: root })
      .sort()
      .map((file) => join(root, file));
  const app = await Application.bootstrap({
    name: "searchfit",
    readme: join(root, "README.md"),
    entryPoints: files(["packages/*/src/index.ts", "apps/*/src/index.ts"]),
    projectDocuments: files(documents),
    tsconfig: join(import.meta.dirname, "../tsconfig.site.json"),
    basePath: root,
    disableSources: true,
    disableGit: true,
    skipErrorChecking: true, // tsc has checked them
    validation: { notExported: false, invalidLink: true, invalidPath: true },
    highlightLanguages: [
      ...["bash", "console", "css", "html", "javascript", "json", "jsonc", "yaml", "typescript"],
      ...["dockerfile", "mermaid", "python", "sql"],
    ],
    includeHierarchySummary: false,
    excludeInternal: true,
    logLevel: LogLevel.Warn,
    out,
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context: Context) => {
    titleModules(context, root);
    titleDocuments(context.project);
  });
  const project = await app.convert();
  if (project === undefined) return { pages: 0, problems: Math.max(1, app.logger.errorCount) };
  app.validate(project);
  await app.generateOutputs(project);
  const { errorCount, warningCount } = app.logger;
  return {
    pages: globSync("**/*.html", { cwd: out }).length,
    problems: errorCount + warningCount,
  };
}
