import { Option, type Command } from "commander";
import type { FileColumns } from "../settings/file-columns.ts";
import type { WrittenSettings } from "../settings/settings.ts";
import { nullIfNone, orNone, type Absent } from "./absent-value.ts";
import { parseColumns } from "./parse-columns.ts";

/** Flags of how a file of products is read. */
export interface FileFlags {
  readonly columns?: FileColumns | Absent;
  readonly html?: "keep" | "text";
}

/** Adds them to a command. */
export function addFileFlags(command: Command): Command {
  return command
    .option(
      "--columns <names>",
      "other names of the columns of a file, such as id=sku,title=name | none",
      orNone(parseColumns),
    )
    .addOption(
      new Option(
        "--html <what>",
        "HTML in the texts of a file: leave it, or take the text alone",
      ).choices(["keep", "text"]),
    );
}

/** What they say, in the form of the configuration file. */
export function settingsOfFileFlags({
  columns,
  html,
}: FileFlags): Pick<WrittenSettings, "columns" | "html"> {
  return { columns: nullIfNone(columns), html };
}
