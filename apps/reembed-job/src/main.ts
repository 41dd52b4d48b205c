import { getPriority, setPriority } from "node:os";
import { runCommandLine } from "./run-command-line.ts";

/** Of 19: searches on the same machine come first. Threads that are started later have it, too. */
const niceness = 10;
if (getPriority() < niceness) setPriority(niceness);

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
});
process.exitCode = await runCommandLine(process.argv.slice(2));
