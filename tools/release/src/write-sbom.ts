import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runProgram } from "../../../tools/test-kit/src/run-program.ts";

/** What report-md's build takes in (its tsup.config.ts). */
const bundled: readonly string[] = ["vega", "vega-lite"];

/** A software bill of materials in CycloneDX's JSON, as far as it is read here. */
export interface Sbom {
  readonly bomFormat: string;
  readonly components: readonly Component[];
  /** Which component needs which, by `bom-ref`. */
  readonly dependencies: readonly {
    readonly ref: string;
    readonly dependsOn?: readonly string[];
  }[];
}

/** One package of the bill. */
export interface Component {
  /** Its name in `dependencies`, such as `zod@4.6.7`. */
  readonly "bom-ref": string;
  /** Name and version in the form `pkg:npm/%40scope/name@1.0.0`. */
  readonly purl: string;
  /** SPDX identifiers or an expression; empty when the package declares none. */
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string; readonly name?: string };
    readonly expression?: string;
  }[];
}

/**
 * What every package and app brings into a user's project, ourselves included, tools and
 * development dependencies not. What a package takes into its own files is listed, too; its tarball
 * brings their licences.
 *
 * The lock file decides what is for development alone: npm's `--omit dev` also leaves out what is
 * needed for both, and of two copies of a version it marks the first that it meets (npm 11.19.1).
 *
 * @param root The repository root, installed.
 * @throws {Error} When npm fails; the message ends with what it printed.
 */
export async function writeSbom(root: string): Promise<Sbom> {
  const flags = ["--sbom-format", "cyclonedx", "-w", "packages", "-w", "apps"];
  const sbom = JSON.parse(await runProgram("npm", ["sbom", ...flags], { cwd: root })) as Sbom;
  const needed = await neededVersions(root);
  const taken = takenIn(sbom);
  const components = sbom.components.filter(
    (component) =>
      needed.has(component["bom-ref"]) || taken.has(component["bom-ref"]) || isOurs(component),
  );
  const kept = new Set(components.map((component) => component["bom-ref"]));
  const dependencies = sbom.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((to) => kept.has(to)) }));
  return { ...sbom, components, dependencies };
}

/** The packages that a build takes into its files, with all that they need. */
function takenIn({ components, dependencies }: Sbom): ReadonlySet<string> {
  const needs = new Map(dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
  const found = new Set<string>();
  const visit = (ref: string): void => {
    if (found.has(ref)) return;
    found.add(ref);
    needs.get(ref)?.forEach(visit);
  };
  for (const { "bom-ref": ref } of components)
    if (bundled.includes(ref.slice(0, ref.lastIndexOf("@")))) visit(ref);
  return found;
}

/** `name@version` of every package of the lock file that is not for development alone. */
async function neededVersions(root: string): Promise<ReadonlySet<string>> {
  const { packages } = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8")) as {
    readonly packages: Readonly<Record<string, { readonly version?: string; readonly dev?: true }>>;
  };
  const names = Object.entries(packages)
    .filter(([, { dev }]) => dev !== true)
    .map(([path, { version }]) => `${path.split("node_modules/").at(-1) ?? ""}@${version ?? ""}`);
  return new Set(names);
}

/** The packages and apps themselves, which the lock file lists by their folder. */
function isOurs({ purl }: Component): boolean {
  return /^pkg:npm\/(?:%40searchfit\/|searchfit@)/u.test(purl);
}
