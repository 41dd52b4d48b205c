import { captureLiveSearch } from "../capture/capture-live-search.ts";
import { formatCapture } from "../capture/format-capture.ts";
import type { ResponseFields } from "../capture/read-results.ts";
import { readQueries } from "../files/read-queries.ts";
import { requireFreeOutput, writeCapture } from "../files/write-capture.ts";
import { LiveCompareError } from "../live-compare-error.ts";
import type { CaptureFlags } from "./flags.ts";
import { readEnvironment, type Environment } from "./read-environment.ts";

/** Captures, writes the results file, prints the results. */
export async function runCapture(flags: CaptureFlags, signal: AbortSignal): Promise<void> {
  const environment = readEnvironment();
  const host = flags.host ?? given(environment, "ALB_DNS");
  if (host === undefined) {
    throw new LiveCompareError("HOST_NOT_GIVEN", "Expected the host of a search API, got none.", {
      hint: "Give --host HOST or set ALB_DNS, for example to localhost:8001.",
    });
  }
  if (flags.overwrite !== true) await requireFreeOutput(flags.out, flags.label);
  const apiKey = given(environment, "SEARCH_API_KEY");
  const capture = await captureLiveSearch({
    host,
    label: flags.label,
    topK: flags.topK,
    timeoutMs: flags.timeoutMs,
    concurrency: flags.concurrency,
    repeats: flags.repeats,
    retries: flags.retries,
    fields: fieldsOf(flags),
    signal,
    onProgress: showProgress,
    ...(flags.queries === undefined ? {} : { queries: await readQueries(flags.queries) }),
    ...(flags.endpoint === undefined ? {} : { endpoints: [absolute(flags.endpoint)] }),
    ...(apiKey === undefined ? {} : { apiKey }),
  });
  await writeCapture(flags.out, capture);
  process.stdout.write(
    flags.json === true
      ? `${JSON.stringify({ ...capture, file: flags.out })}\n`
      : `${formatCapture(capture)}\nResults written to ${flags.out}\n`,
  );
}

function fieldsOf(flags: CaptureFlags): ResponseFields {
  const { resultsField: results, idField: id, titleField: title, scoreField: score } = flags;
  const given = Object.entries({ results, id, title, score }).filter(
    ([, name]) => name !== undefined,
  );
  return Object.fromEntries(given);
}

function absolute(path: string): string {
  return path.startsWith("/") ? path : `/${path}`;
}

function given(environment: Environment, name: string): string | undefined {
  const value = environment[name]?.trim();
  return value === "" ? undefined : value;
}

function showProgress({ done, total }: { readonly done: number; readonly total: number }): void {
  if (process.stderr.isTTY) {
    process.stderr.write(done < total ? `\rAsked ${done}/${total} queries` : "\r\u001b[K");
  }
}
