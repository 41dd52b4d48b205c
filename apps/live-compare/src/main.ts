import { runProgram } from "./command/run-program.ts";

process.exitCode = await runProgram(process.argv.slice(2));
