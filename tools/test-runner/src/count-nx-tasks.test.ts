import { expect, it } from "vitest";
import { countNxTasks } from "./count-nx-tasks.ts";

const expected = ["a:lint", "b:lint", "c:lint"];
const ran = "\n> nx run a:lint\n\n> nx run b:lint  [local cache]\n\n> nx run c:lint\n";

it("counts every task that ran or came from the cache", () => {
  expect(countNxTasks({ expected, output: ran, exitCode: 0 })).toEqual({
    passed: 3,
    failed: 0,
    skipped: 0,
    failures: [],
  });
});

it("reads the tasks that Nx lists as failed", () => {
  const output = `${ran}
 NX   Running target lint for 3 projects failed

Failed tasks:

- b:lint
- c:lint

  Run duration:      7.8s
`;
  const { passed, failures } = countNxTasks({ expected, output, exitCode: 1 });
  expect(passed).toBe(1);
  expect(failures).toEqual(["b:lint failed", "c:lint failed"]);
});

it("knows targets with a colon, which Nx shows in quotes", () => {
  const output = '> nx run a:"test:package"\n\n> nx run b:"test:package"  [local cache]\n';
  const tasks = ["a:test:package", "b:test:package"];
  expect(countNxTasks({ expected: tasks, output, exitCode: 0 })).toMatchObject({ passed: 2 });
});

it("counts a task that was stopped, and ignores lists in the output of tasks", () => {
  const output = `${ran}
Failed tasks:

- a:lint

 NX   Running target lint for 3 projects did not complete

Tasks stopped before they finished:

- c:lint

  Run duration:      7.8s
`;
  expect(countNxTasks({ expected, output, exitCode: 1 }).failures).toEqual(["c:lint failed"]);
});

it("counts a task that was not run as a failure", () => {
  const output = `> nx run a:lint

 NX   Running target lint for 3 projects failed

Tasks not run because their dependencies failed or --nx-bail=true:

- b:lint
- c:lint

Failed tasks:

- a:build
`;
  expect(countNxTasks({ expected, output, exitCode: 1 })).toMatchObject({
    passed: 1,
    failed: 3,
    failures: ["b:lint was not run", "c:lint was not run", "a:build failed"],
  });
});

it("never takes silence for success", () => {
  expect(countNxTasks({ expected, output: "", exitCode: 0 })).toMatchObject({
    passed: 0,
    failed: 3,
  });
  expect(countNxTasks({ expected, output: ran, exitCode: 1 }).failures).toEqual([
    "nx ended with exit code 1",
  ]);
});
