import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { defineConfig } from "tsup";

/** What a package says about its own build. */
export interface BuildOptions {
  /** Source files that become files of `dist`, relative to the package. */
  readonly entry: readonly string[];
  /** Whether `dist` brings the page that explains errors: of programs. @default false */
  readonly troubleshooting?: boolean;
}

/**
 * The tsup configuration of every package: ESM for Node 22, with types and source maps.
 * Dependencies stay imports; only the package's own sources are bundled.
 */
export function buildConfig(options: BuildOptions): ReturnType<typeof defineConfig> {
  return defineConfig({
    entry: [...options.entry],
    format: ["esm"],
    platform: "node",
    target: "node22",
    dts: true,
    sourcemap: true,
    clean: true,
    splitting: true,
    treeshake: true,
    removeNodeProtocol: false, // node:sqlite exists with its prefix only
    ...(options.troubleshooting === true && { onSuccess: bringTroubleshooting }),
  });
}

/** Copies the page that explains errors into `dist` of the app that is built, the working folder. */
export async function bringTroubleshooting(): Promise<void> {
  const app = process.cwd(); // this file is bundled into the app's configuration: it has no place of its own
  const page = join(app, "../../docs/troubleshooting.md");
  await copyFile(page, join(app, "dist/troubleshooting.md"));
}
