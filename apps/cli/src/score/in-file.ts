import { IrMetricsError } from "@searchfit/ir-metrics";
import { CliError } from "../cli-error.ts";

/**
 * Parses a file's text; a problem of the text is told with the file's name, which the parser does
 * not know.
 *
 * @throws {CliError} `INVALID_FILE`.
 */
export function inFile<Value>(path: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof IrMetricsError)) throw error;
    throw new CliError("INVALID_FILE", `${path}: ${error.message}`, {
      details: { file: path, ...error.details },
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  }
}
