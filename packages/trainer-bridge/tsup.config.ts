import { defineConfig } from "tsup";
import { buildConfig } from "../../tools/build/src/build-config.ts";
import { copyTrainer } from "./copy-trainer.ts";

export default defineConfig({
  ...buildConfig({ entry: ["src/index.ts"] }),
  onSuccess: copyTrainer,
});
