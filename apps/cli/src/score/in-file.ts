import { IrMetricsError } from "@searchfit/ir-metrics";
import { CliError } from "../cli-error.ts";

/**
 * Reads a file; a problem of its content is told with the file's name, which the reader does not
 * know.
 *
 * @throws {CliError} `INVALID_FILE`.
 */
export async function inFile<Value>(path: string, read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof IrMetricsError)) throw error;
    throw new CliError("INVALID_FILE", `${path}: ${error.message}`, {
      details: { file: path, ...error.details },
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  }
}
