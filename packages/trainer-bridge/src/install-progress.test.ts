import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { until } from "../../../tools/test-kit/src/until.ts";
import { temporaryFolder } from "../test/fixture-environment.ts";
import { watchInstall } from "./install-progress.ts";
import type { EnvironmentProgress } from "./python-environment.ts";

it("counts fetched packages by the output and installed ones by their folders", async () => {
  const sitePackages = await temporaryFolder();
  await mkdir(join(sitePackages, "pip-24.0.dist-info"));
  const seen: EnvironmentProgress[] = [];
  const onProgress = (progress: EnvironmentProgress): void => void seen.push(progress);
  const progress = await watchInstall({
    stage: "install-packages",
    total: 4,
    sitePackages,
    onProgress,
  });
  progress.onLine("Looking in links: /wheels");
  progress.onLine("Collecting numpy==2.4.6 (from -r requirements.lock (line 1))");
  progress.onLine("  Downloading https://index/numpy-2.4.6-cp311.whl (16.6 MB)");
  progress.onLine(
    "Processing /wheels/six-1.0-py3-none-any.whl (from -r requirements.lock (line 2))",
  );
  for (const name of ["numpy-2.4.6", "six-1.0"])
    await mkdir(join(sitePackages, `${name}.dist-info`));
  const unpacked = "Unpacked 2 of 4 packages";
  await until("both are unpacked", () => seen.at(-1)?.message === unpacked);
  progress.stop();
  // It may have looked between the two.
  const told = seen.filter(({ message }) => !message.startsWith("Unpacked 1 "));
  expect(told.map(({ message, done }) => [message, done])).toEqual([
    ["Fetching numpy 2.4.6 (1 of 4)", 0],
    ["Downloading numpy-2.4.6-cp311.whl (16.6 MB)", 0],
    ["Fetching six-1.0-py3-none-any.whl (2 of 4)", 1],
    [unpacked, 2],
  ]);
});
