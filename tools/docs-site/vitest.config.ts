import { fastTests } from "../../tools/test-kit/src/vitest-config.ts";

export default fastTests(import.meta.dirname);
