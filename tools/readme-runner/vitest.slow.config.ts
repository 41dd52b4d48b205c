import { slowTests } from "../../tools/test-kit/src/vitest-config.ts";

export default slowTests(import.meta.dirname);
