import { describe, expect, it } from "vitest";
import { describeRange, isInRange, parsePythonRange, pythonNames } from "./python-range.ts";

const project = 'name = "x"\nrequires-python = ">=3.11,<3.14"\n';

describe("the range of Pythons", () => {
  it("comes from requires-python, the pinned version first", () => {
    const range = parsePythonRange(project, "3.12\n");
    expect(range).toEqual({ lowest: 11, highest: 13, preferred: 12 });
    expect(pythonNames(range)).toEqual([
      "python3.12",
      "python3.13",
      "python3.11",
      "python3",
      "python",
    ]);
    expect(describeRange(range)).toBe("3.11 to 3.13");
  });

  it("is 3.11 to 3.13, the newest first, where nothing is said", () => {
    expect(parsePythonRange("", "")).toEqual({ lowest: 11, highest: 13, preferred: 13 });
  });

  it("holds the versions within, both ends included", () => {
    const range = parsePythonRange(project, "");
    const versions = ["3.10.14", "3.11.0", "3.13.5", "3.14.0", "2.7.18", "4.11.0"];
    expect(versions.filter((version) => isInRange(version, range))).toEqual(["3.11.0", "3.13.5"]);
  });
});
