#!/usr/bin/env -S node --max-semi-space-size=8
// Starts the built program, or, inside the workspace, the sources (no build needed).
import { existsSync } from "node:fs";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `embed-server needs Node 22.18 or newer, this is ${process.versions.node}.\n` +
      "Hint: inside the workspace, start it with npx, which takes the pinned Node.\n",
  );
  process.exit(1);
}

const source = new URL("../src/main.ts", import.meta.url);
if (existsSync(source)) {
  // Not imported above: older Node lacks it and could not even say so.
  const { registerHooks } = await import("node:module");
  registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, { ...context, conditions: ["@searchfit/source", ...context.conditions] }),
  });
  await import(source.href);
} else {
  await import("../dist/main.js");
}
