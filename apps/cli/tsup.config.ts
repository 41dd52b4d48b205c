import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { defineConfig } from "tsup";
import { bringTroubleshooting, buildConfig } from "../../tools/build/src/build-config.ts";

const source = join(import.meta.dirname, "../../sample-data");
const target = join(import.meta.dirname, "dist/sample-data");

export default defineConfig({
  ...buildConfig({ entry: ["src/index.ts", "src/main.ts"] }),
  // The published program brings the sample catalogue that `train` runs on without any source.
  onSuccess: async () => {
    await rm(target, { recursive: true, force: true });
    await cp(source, target, { recursive: true });
    await bringTroubleshooting();
  },
});
