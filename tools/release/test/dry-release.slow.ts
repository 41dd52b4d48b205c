import {
  existsSync,
  globSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runProgram } from "../../../tools/test-kit/src/run-program.ts";
import policy from "../licences.json" with { type: "json" };
import budget from "../size-budget.json" with { type: "json" };
import { copyRepository } from "../src/copy-repository.ts";
import { installTarballs } from "../src/install-tarballs.ts";
import { layOutReadmes, type InstalledProject } from "../src/lay-out-readmes.ts";
import { licenceFindings } from "../src/licence-findings.ts";
import { overBudget } from "../src/over-budget.ts";
import { packPackages, type Tarball } from "../src/pack-packages.ts";
import { pythonLicences } from "../src/python-licences.ts";
import { versionPackages } from "../src/version-packages.ts";
import { writeSbom } from "../src/write-sbom.ts";

const root = resolve(import.meta.dirname, "../../..");
let folder = "";
let copy = "";
let user = "";
let tarballs: readonly Tarball[] = [];

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}
const manifestAt = (...path: string[]) =>
  JSON.parse(readFileSync(join(...path, "package.json"), "utf8")) as Manifest;
const projects: readonly InstalledProject[] = globSync("{packages,apps}/*/package.json", {
  cwd: root,
}).map((file) => ({ name: manifestAt(root, dirname(file)).name, folder: dirname(file) }));

/** Runs a program of the user's project there, as `npx` would. */
const runThere = (program: string, ...args: string[]) =>
  runProgram(join(user, "node_modules/.bin", program), args, { cwd: user });

/** A release up to the moment of publishing, installed outside of the repository. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dry-release-"));
  copy = join(folder, "copy");
  user = join(folder, "user");
  await copyRepository(root, copy);
  await versionPackages(root, copy);
  const tarballsFolder = join(folder, "tarballs");
  tarballs = await packPackages(copy, tarballsFolder);
  await installTarballs({ root, tarballsFolder, tarballs, folder: user });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it("gives each package that has a changeset a version and a changelog of its own", () => {
  const changesets = globSync("*.md", { cwd: join(root, ".changeset") }).map((file) =>
    readFileSync(join(root, ".changeset", file), "utf8"),
  );
  for (const { name, folder: place } of projects) {
    const isChanged = changesets.some((text) => text.includes(`"${name}": `));
    const { version } = manifestAt(copy, place);
    const changelog = join(copy, place, "CHANGELOG.md");
    if (isChanged) {
      expect(version, name).not.toBe(manifestAt(root, place).version);
      expect(readFileSync(changelog, "utf8")).toContain(`## ${version}\n`);
    }
  }
  expect(globSync("*.md", { cwd: join(copy, ".changeset") })).toEqual([]);
});

it("packs every package and app, each within its size, without tests or sources", () => {
  expect(tarballs.map(({ name }) => name).sort()).toEqual(projects.map(({ name }) => name).sort());
  const sizes = tarballs.map(
    ({ name, size, unpackedSize }) => [name, { packed: size, unpacked: unpackedSize }] as const,
  );
  expect(overBudget(Object.fromEntries(sizes), budget)).toEqual([]);
  const files = tarballs.flatMap(({ files }) => files.map(({ path }) => path));
  expect(files.filter((path) => /^(?:src|test)\/|\.test\.|\.env|__pycache__/u.test(path))).toEqual(
    [],
  );
});

it("installs our packages from the tarballs alone, in the versions that they name", () => {
  for (const { name, version } of tarballs) {
    expect(manifestAt(user, "node_modules", name).version).toBe(version);
    const nested = join(user, "node_modules", name, "node_modules");
    const inner = existsSync(nested) ? readdirSync(nested) : [];
    expect(inner.filter((entry) => entry === "@searchfit" || entry === "searchfit")).toEqual([]);
  }
});

it("checks and runs the examples of the READMEs with the installed packages", async () => {
  const files = await layOutReadmes(root, user, projects);
  const compilerOptions = {
    ...{ strict: true, noEmit: true, module: "nodenext", target: "es2023" },
    ...{ lib: ["es2024", "esnext.iterator", "dom"], types: ["node"], skipLibCheck: false },
  };
  writeFileSync(join(user, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  await runProgram(join(root, "node_modules/.bin/tsc"), ["-p", "."], { cwd: user });
  const counts = await runProgram(process.execPath, ["entries.ts"], { cwd: user });
  expect(counts.trim().split(" ").map(Number)).toHaveLength(projects.length);
  const runner = join(root, "tools/readme-runner/src/main.ts");
  const output = await runProgram(process.execPath, [runner, "--installed", user], { cwd: user });
  expect(output).toMatch(/\b0 failed\n$/u);
});

it("starts every program outside of the repository", async () => {
  for (const { name } of projects) {
    const { bin = {}, version } = manifestAt(user, "node_modules", name) as Manifest & {
      readonly bin?: Readonly<Record<string, string>>;
    };
    for (const program of Object.keys(bin)) {
      expect(await runThere(program, "--version")).toBe(`${version}\n`);
      expect(await runThere(program, "--help")).toContain(`Usage: ${program} `);
    }
  }
});

it("trains there, with the Python trainer and the sample data out of the tarballs", async () => {
  writeSlice();
  const flags =
    "--source jsonl:products.jsonl --queries recorded:queries.jsonl --epochs 1 --negatives 1 --threads 2";
  const output = await runThere("searchfit", "train", "--json", ...flags.split(" "));
  const { steps } = JSON.parse(output) as { steps: { name: string; status: string }[] };
  expect(steps.map(({ status }) => status)).toEqual(Array<string>(9).fill("done"));
  const experiment = join(user, "experiments/default");
  for (const file of ["EVALUATION_REPORT.md", "model/model.safetensors", "model/onnx/model.onnx"]) {
    expect(existsSync(join(experiment, file)), file).toBe(true);
  }
});

it("explains an error in a page that the package brings", async () => {
  const failed = runThere("searchfit", "train", "--source", "csv:none.csv", "--queries", "rules");
  await expect(failed).rejects.toThrow(
    /More: (?:\/\S+)?node_modules\/searchfit\/dist\/troubleshooting\.md, [A-Z_]+/u,
  );
  for (const name of ["searchfit", "@searchfit/embed-server", "@searchfit/reembed-job"])
    expect(there(`${name}/dist/troubleshooting.md`)).toContain("## By code");
});

it("brings only allowed licences in Python, too", async () => {
  const { checks } = JSON.parse(await runThere("searchfit", "doctor", "--json")) as {
    readonly checks: readonly { readonly name: string; readonly detail: string }[];
  };
  const environment = checks.find(({ name }) => name === "python environment")?.detail ?? "";
  const dependencies = await pythonLicences(join(environment, "bin/python"));
  expect(dependencies.length).toBeGreaterThan(20);
  expect(licenceFindings(dependencies, policy)).toEqual([]);
});

it("lists everything that an installation brings in the bill of materials", async () => {
  const sbom = await writeSbom(root);
  expect(sbom).toMatchObject({ bomFormat: "CycloneDX" });
  const listed = new Set(sbom.components.map(({ purl }) => purl));
  const { packages } = JSON.parse(
    readFileSync(join(user, "node_modules/.package-lock.json"), "utf8"),
  ) as { readonly packages: Readonly<Record<string, { version: string; dev?: boolean }>> };
  const installed = Object.entries(packages)
    .filter(([, { dev }]) => dev !== true)
    .map(([path, { version }]) => ({ name: path.split("node_modules/").at(-1) ?? "", version }))
    .filter(({ name }) => !projects.some((project) => project.name === name))
    .map(({ name, version }) => `pkg:npm/${name.replace("@", "%40")}@${version}`);
  expect(installed.length).toBeGreaterThan(50);
  expect(installed.filter((purl) => !listed.has(purl))).toEqual([]);
  const taken = purlsOf(there("@searchfit/report-md/dist/THIRD-PARTY-LICENSES.txt"));
  expect(taken.length).toBeGreaterThan(20);
  expect(taken.filter((purl) => !listed.has(purl))).toEqual([]);
});

/** A file of an installed package. */
const there = (path: string) => readFileSync(join(user, "node_modules", path), "utf8");

/** The packages that a file of licences names, as `name version (licence)`. */
const purlsOf = (text: string) =>
  [...text.matchAll(/^((?:@[\w.-]+\/)?[\w.-]+) (\d\S*) \([^)]+\)$/gmu)].map(
    ([, name = "", version = ""]) => `pkg:npm/${name.replace("@", "%40")}@${version}`,
  );

/** Forty products of the packaged catalogue with their queries: enough to train on in a minute. */
function writeSlice(): void {
  const sample = join(user, "node_modules/searchfit/dist/sample-data");
  const lines = (name: string) => readFileSync(join(sample, name), "utf8").trim().split("\n");
  const products = lines("products.jsonl").slice(0, 40);
  const ids = new Set(products.map((line) => (JSON.parse(line) as { id: string }).id));
  const queries = lines("recorded-queries.jsonl").filter((line) =>
    ids.has((JSON.parse(line) as { product_id: string }).product_id),
  );
  writeFileSync(join(user, "products.jsonl"), products.join("\n"));
  writeFileSync(join(user, "queries.jsonl"), queries.join("\n"));
}
