import { defineConfig } from "tsup";

/** What a package says about its own build. */
export interface BuildOptions {
  /** Source files that become files of `dist`, relative to the package. */
  readonly entry: readonly string[];
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
  });
}
