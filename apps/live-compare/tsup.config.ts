import { buildConfig } from "../../tools/build/src/build-config.ts";

export default buildConfig({
  entry: ["src/index.ts", "src/main.ts"],
  troubleshooting: true,
});
