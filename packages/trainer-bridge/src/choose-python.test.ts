import { chmod, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { failure, machine } from "../test/python-machine.ts";

describe("finding Python", () => {
  it("says what it looked for, where, and how to install it", async () => {
    const { ensure, bin, cacheFolder } = await machine({});
    const error = await failure(ensure());
    expect(error.code).toBe("PYTHON_NOT_FOUND");
    expect(error.message).toContain("python3.11, python3.13, python3.12, python3, python");
    expect(error.message).toContain(bin);
    expect(error.hint).toContain("apt install python3 python3-venv");
    expect((await readdir(cacheFolder)).filter((name) => !name.endsWith(".lock"))).toEqual([]);
  });

  it("says why the ones that are there do not serve", async () => {
    const { ensure, bin } = await machine({
      python3: { version: "3.9.2" },
      python: { implementation: "PyPy" },
      "python3.12": { version: "3.12.1", hasPip: false },
    });
    await writeFile(
      join(bin, "python3.13"),
      "#!/bin/sh\necho 'pyenv: python3.13: command not found' >&2; exit 127\n",
    );
    await chmod(join(bin, "python3.13"), 0o755);
    const { message, details } = await failure(ensure());
    expect(message).toContain("is Python 3.9.2");
    expect(message).toContain("is PyPy, not CPython");
    expect(message).toContain("python3.13 does not run (exit code 127)");
    expect(message).toContain("has no ensurepip module");
    expect(details).toMatchObject({ refused: expect.any(Array) });
  });

  it("goes on to the next when the first one does not serve", async () => {
    const { ensure } = await machine({
      python3: { version: "3.9.2" },
      python: { version: "3.13.1" },
    });
    expect((await ensure()).version).toBe("3.13.1");
  });
});

describe("a given interpreter", () => {
  it("serves when it has the locked packages, and nothing is installed", async () => {
    const { ensure, bin, cacheFolder, log } = await machine({ "python3.11": {} });
    await writeFile(
      join(bin, "..", "installed"),
      "torch 2.13.0+cpu\nnumpy 2.4.6\ntransformers 5.23.0\n",
    );
    const environment = await ensure({ python: join(bin, "python3.11") });
    expect(environment).toMatchObject({ python: join(bin, "python3.11"), folder: "/fixture" });
    await expect(readdir(cacheFolder)).rejects.toThrow("ENOENT");
    expect(await readFile(log, "utf8")).not.toContain("install");
  });

  it("is refused with all that does not fit at once", async () => {
    const { ensure, bin } = await machine({ python3: { version: "3.9.2" } });
    await writeFile(join(bin, "..", "installed"), "torch 2.12.0\n");
    const error = await failure(ensure({ python: join(bin, "python3") }));
    expect(error.code).toBe("PYTHON_MISMATCH");
    expect(error.message).toContain("Python is 3.9.2, not 3.11 to 3.13");
    expect(error.message).toContain("torch is 2.12.0, not 2.13.0");
    expect(error.message).toContain("numpy 2.4.6 is missing");
    expect(error.message).toContain("transformers 5.23.0 is missing");
    expect(error.hint).toContain("pip install");
  });

  it("that is not there is told", async () => {
    const { ensure } = await machine({});
    const error = await failure(ensure({ python: "/nowhere/python" }));
    expect(error).toMatchObject({ code: "PYTHON_NOT_FOUND" });
    expect(error.message).toContain("/nowhere/python");
  });
});
