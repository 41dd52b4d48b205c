// Makes the trainer's Python environment ready: progress on stderr, one JSON line on stdout.
// SEARCHFIT_PYTHON names an interpreter to take instead.
// node --conditions=@searchfit/source prepare-python.ts CACHE_FOLDER
import { ensurePythonEnvironment } from "@searchfit/trainer-bridge";

const [, , cacheFolder = ""] = process.argv;
try {
  const { python, trainerFolder } = await ensurePythonEnvironment({
    cacheFolder,
    python: process.env.SEARCHFIT_PYTHON === "" ? undefined : process.env.SEARCHFIT_PYTHON,
    environment: process.env,
    onProgress: ({ stage, message, done, total }) => {
      const count = done === undefined || total === undefined ? "" : ` ${done}/${total}`;
      process.stderr.write(`${stage}${count}: ${message}\n`);
    },
  });
  process.stdout.write(`${JSON.stringify({ python, trainerFolder })}\n`);
} catch (error) {
  const { message, hint } = error as { readonly message?: string; readonly hint?: string };
  process.stderr.write(
    `${message ?? String(error)}\n${hint === undefined ? "" : `Hint: ${hint}\n`}`,
  );
  process.exitCode = 1;
}
