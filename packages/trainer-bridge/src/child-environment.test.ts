import { expect, it } from "vitest";
import { childEnvironment } from "./child-environment.ts";

it("passes on what Python needs and nothing else", () => {
  const given = {
    PATH: "/bin",
    HOME: "/home/x",
    LC_ALL: "C.UTF-8",
    HTTPS_PROXY: "http://proxy",
    PIP_FIND_LINKS: "/wheels",
    PIP_TARGET: "/elsewhere",
    HF_TOKEN: "t",
    ANTHROPIC_API_KEY: "secret",
    DATABASE_URL: "secret",
    PYTHONPATH: "/mine",
    PYTHONHOME: "/mine",
    NOTHING: undefined,
  };
  expect(childEnvironment(given)).toEqual({
    PATH: "/bin",
    HOME: "/home/x",
    LC_ALL: "C.UTF-8",
    HTTPS_PROXY: "http://proxy",
    PIP_FIND_LINKS: "/wheels",
    HF_TOKEN: "t",
    PYTHONUTF8: "1",
    PYTHONDONTWRITEBYTECODE: "1",
  });
});

it("has a search path where none is given", () => {
  expect(childEnvironment({}).PATH).toContain("/usr/bin");
});
