import { join } from "node:path";
import { defineConfig } from "tsup";
import { buildConfig } from "../../tools/build/src/build-config.ts";
import { writeLicenses } from "./write-licenses.ts";

export default defineConfig({
  ...buildConfig({ entry: ["src/index.ts"] }),
  // The plots' library is a chunk of its own, loaded with the first plot (docs/decisions/0006).
  noExternal: ["vega", "vega-lite"],
  external: ["canvas"],
  metafile: true,
  onSuccess: () => writeLicenses(join(import.meta.dirname, "dist")),
});
