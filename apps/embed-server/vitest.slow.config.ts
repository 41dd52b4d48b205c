import { slowTests } from "../../tools/test-kit/src/vitest-config.ts";

// Without "import": vitest gives these conditions to Node, where they would hold for require() too,
// and pg then gets the ES module of pg-pool, which it cannot use.
export default {
  ...slowTests(import.meta.dirname),
  ssr: { resolve: { conditions: ["@searchfit/source", "node", "default"] } },
};
