import { describe, expect, it } from "vitest";
import { parsePipSources, pip, uvInstaller } from "./installer.ts";

const request = { python: "/env/bin/python", lockFile: "/t/torch.lock" };

describe("pip", () => {
  it("installs exactly what is locked, asks nothing, and reads its own configuration", () => {
    expect(pip.command(request).join(" ")).toBe(
      "/env/bin/python -m pip --no-input --disable-pip-version-check install --no-deps --require-hashes --progress-bar off -r /t/torch.lock",
    );
  });

  it("takes another index where one is given", () => {
    expect(pip.command({ ...request, indexUrl: "https://index.example" })).toContain("--index-url");
  });
});

describe("uv", () => {
  const listing = [
    ":env:.disable-pip-version-check='1'",
    ":env:.find-links='/wheels'",
    "global.find-links='/wheels'",
    "global.index-url='https://a.example/simple'",
    ":env:.index-url='https://b.example/simple'",
    "global.extra-index-url='file:///one file:///two'",
    `install.trusted-host="\\nx.example\\ny.example"`,
  ].join("\n");

  it("is given the package sources of pip's configuration, the environment's first", () => {
    expect(parsePipSources(listing)).toEqual([
      ...["--index-url", "https://b.example/simple"],
      ...["--find-links", "/wheels"],
      ...["--extra-index-url", "file:///one", "--extra-index-url", "file:///two"],
      ...["--allow-insecure-host", "x.example", "--allow-insecure-host", "y.example"],
    ]);
    expect(parsePipSources("")).toEqual([]);
  });

  it("takes another index in place of the configured one", () => {
    const installer = uvInstaller("/bin/uv", [
      "--index-url",
      "https://b.example",
      "--find-links",
      "/wheels",
    ]);
    const words = installer.command({ ...request, indexUrl: "https://c.example" });
    expect(words.filter((_, index) => words[index - 1] === "--index-url")).toEqual([
      "https://c.example",
    ]);
    expect(words).toContain("/wheels");
    expect(words).not.toContain("https://b.example");
  });
});
