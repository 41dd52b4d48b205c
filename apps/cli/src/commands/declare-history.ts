import type { Command } from "commander";
import type { HistoryFlags } from "./history.ts";

/** Declares `history`. */
export function declareHistory(program: Command): void {
  program
    .command("history")
    .description("list all experiments of a folder with their figures, and write history.html")
    .argument("[folder]", "holds the experiments (default: experiments)")
    .option("--config <file>", "configuration file; else searchfit.config.{ts,js,json}")
    .option("--json", "one JSON document on stdout")
    .addHelpText(
      "after",
      `
Example:
  searchfit history experiments`,
    )
    .action(async (folder: string | undefined, flags: HistoryFlags) => {
      const { history } = await import("./history.ts");
      await history(folder, flags);
    });
}
