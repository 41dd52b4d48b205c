import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import type { PythonEnvironment } from "../src/python-environment.ts";

const fixtures = fileURLToPath(new URL("./fixtures/", import.meta.url));

const made: string[] = [];

afterAll(async () => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A new empty folder, removed after the tests of the file. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "trainer-bridge-"));
  made.push(folder);
  return folder;
}

/** An executable file. */
async function writeProgram(path: string, script: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${script}`);
  await chmod(path, 0o755);
}

/** An environment whose interpreter is a fixture trainer. */
export async function trainerEnvironment(name: string): Promise<PythonEnvironment> {
  const folder = await temporaryFolder();
  const python = join(folder, "bin", "python");
  const script = join(fixtures, "trainers", `${name}.mjs`);
  await writeProgram(python, `exec '${process.execPath}' '${script}' "$@"\n`);
  return {
    python,
    folder,
    lockHash: "0".repeat(64),
    version: "3.11.7",
    trainerFolder: join(folder, "trainer"),
    variables: { PATH: "/usr/bin:/bin" },
  };
}

/** How a fake Python behaves, see `fixtures/python/fake-python.sh`. */
export interface FakePython {
  readonly version: string;
  readonly implementation?: string;
  readonly hasPip?: boolean;
  readonly loads?: boolean;
  readonly pip?: "works" | "disk-full" | "no-network" | "no-cpu-build" | "hangs";
  readonly log: string;
}

/** Writes a fake Python. */
export async function writePython(path: string, settings: FakePython): Promise<void> {
  const {
    version,
    implementation = "CPython",
    hasPip = true,
    loads = true,
    pip = "works",
    log,
  } = settings;
  const variables = {
    ...{ SELF: path, VERSION: version, IMPLEMENTATION: implementation, HAS_PIP: hasPip },
    ...{ LOADS: loads, PIP: pip, LOG: log, PATH: "/usr/bin:/bin" },
  };
  const exports = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'\n`);
  await writeProgram(
    path,
    `${exports.join("")}. '${join(fixtures, "python", "fake-python.sh")}'\n`,
  );
}

/** A trainer folder with small locks. */
export async function writeTrainerFolder(folder: string): Promise<string> {
  const files = {
    "searchfit_trainer/__main__.py": "",
    "torch.lock": "torch==2.13.0 \\\n    --hash=sha256:00\n",
    "torch-cpu.lock": "torch==2.13.0+cpu \\\n    --hash=sha256:00\n",
    "requirements.lock":
      "numpy==2.4.6 \\\n    --hash=sha256:00\nanyio==4.16.0 ; sys_platform != 'emscripten' \\\n    --hash=sha256:00\ntransformers==5.23.0 \\\n    --hash=sha256:00\n",
    "pyproject.toml": '[project]\nrequires-python = ">=3.11,<3.14"\n',
    PYTHON_VERSION: "3.11\n",
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}
