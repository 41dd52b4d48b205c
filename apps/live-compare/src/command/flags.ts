import { Command, InvalidArgumentError, Option } from "commander";
import type { ClickModel } from "@searchfit/ir-metrics";

/** What `capture` was told; what it was not told is undefined. */
export interface CaptureFlags {
  readonly host?: string;
  readonly label: string;
  readonly queries?: string;
  readonly topK: number;
  readonly out: string;
  readonly overwrite?: true;
  readonly endpoint?: string;
  readonly resultsField?: string;
  readonly idField?: string;
  readonly titleField?: string;
  readonly scoreField?: string;
  readonly timeoutMs: number;
  readonly concurrency: number;
  readonly repeats: number;
  readonly retries: number;
  readonly json?: true;
}

/** What `diff` was told. */
export interface DiffFlags {
  readonly judged?: string;
  readonly json?: true;
}

/** What `interleave` was told. */
export interface InterleaveFlags {
  readonly judged?: string;
  readonly clicks?: string;
  readonly user: ClickModel;
  readonly lists: number;
  readonly seed: number;
  readonly json?: true;
}

/** What runs the commands. */
export interface CommandActions {
  readonly capture: (flags: CaptureFlags) => Promise<void>;
  readonly diff: (
    files: readonly [before: string, after: string],
    flags: DiffFlags,
  ) => Promise<void>;
  readonly interleave: (files: readonly string[], flags: InterleaveFlags) => Promise<void>;
}

const overview = `
Examples:
  live-compare capture --host localhost:8001 --label before --out before.json
  (re-embed the products, switch the model)
  live-compare capture --host localhost:8001 --label after --out after.json
  live-compare diff before.json after.json

Exit codes: 0 done, 1 to be fixed (message and hint), 2 usage, 70 a bug, 130 SIGINT.`;

const captureHelp = `
Environment (also from a .env file): ALB_DNS (host), SEARCH_API_KEY (sent as a bearer token).
POST /api/search is asked first, POST /search/records where that is not deployed.

Examples:
  live-compare capture --host search.example --label before --out before.json
  ALB_DNS=https://search.example live-compare capture --queries queries.txt --top-k 10
  live-compare capture --host search.example --results-field hits.hits --title-field _source.title`;

const diffHelp = `
Examples:
  live-compare diff before.json after.json
  live-compare diff before.json after.json --judged datasets/shop
  live-compare diff before.json after.json --json | jq .meanJaccard`;

const interleaveHelp = `
Mixed lists are made by interleaveTeamDraft of @searchfit/ir-metrics, in the shop's own search; a line of the file
of clicks: {"unit": "rain jacket", "docs": [{"docId": "7", "team": "first"}], "clicks": ["7"]}

Examples:
  live-compare interleave --clicks clicks.jsonl
  live-compare interleave before.json after.json --judged datasets/shop
  live-compare interleave before.json after.json --judged datasets/shop --user informational --json`;

/** The command line of live-compare. */
export function liveCompareCommand(version: string, actions: CommandActions): Command {
  const program = new Command("live-compare")
    .description("Compare a running search API before and after a change.")
    .version(version)
    .addHelpText("after", overview);
  addCapture(program, actions);
  program
    .command("diff")
    .description("compare two captures")
    .argument("<before>", "results file of the earlier capture")
    .argument("<after>", "results file of the later capture")
    .option(
      "--judged <folder>",
      "queries.jsonl and qrels.tsv, or a test of an experiment: compare relevance, too",
    )
    .option("--json", "print the comparison, and errors, as JSON on stdout")
    .addHelpText("after", diffHelp)
    .action((before: string, after: string, flags: DiffFlags) =>
      actions.diff([before, after], flags),
    );
  addInterleave(program, actions);
  return program;
}

function addInterleave(program: Command, actions: CommandActions): void {
  program
    .command("interleave")
    .description("which of two systems people prefer, by clicks on their lists mixed by team draft")
    .argument("[captures...]", "results files of both systems, to simulate clicks")
    .option("--clicks <file>", "logged lists with their clicks, JSONL")
    .option(
      "--judged <folder>",
      "queries.jsonl and qrels.tsv, or a test of an experiment: how made-up people judge",
    )
    .addOption(
      new Option("--user <model>", "how they click")
        .choices(["perfect", "navigational", "informational"])
        .default("navigational"),
    )
    .option("--lists <count>", "mixed lists of a query to show them", integer(1, 100_000), 100)
    .option("--seed <number>", "of the mixing and the clicks", integer(0, 2 ** 31), 42)
    .option("--json", "print the verdict, and errors, as JSON on stdout")
    .addHelpText("after", interleaveHelp)
    .action((files: readonly string[], flags: InterleaveFlags) => actions.interleave(files, flags));
}

function addCapture(program: Command, actions: CommandActions): void {
  program
    .command("capture")
    .description("ask a search API some queries and keep its answers")
    .option("--host <host>", "host, host:port or URL of the API (default: ALB_DNS)")
    .option("--label <name>", "what the capture is called", "capture")
    .option(
      "--queries <file>",
      "queries: text (one a line), .json or .jsonl (default: ten of ours)",
    )
    .option("--top-k <count>", "results of a query", integer(1, 1000), 5)
    .option("--out <file>", "results file", "live_search_results.json")
    .option("--overwrite", "replace a results file of another label")
    .option("--endpoint <path>", "ask this path only")
    .option("--results-field <name>", "list of results (default: results, data, items)")
    .option("--id-field <name>", "id of a result (default: id, product_id, _id)")
    .option("--title-field <name>", "title of a result (default: title, name)")
    .option("--score-field <name>", "similarity of a result (default: score, similarity)")
    .option("--timeout-ms <ms>", "time for one answer", integer(1, 3_600_000), 10_000)
    .option("--concurrency <count>", "requests at once", integer(1, 64), 1)
    .option("--repeats <count>", "ask each query so often, to tell noise", integer(1, 100), 1)
    .option("--retries <count>", "send again when busy or not to be reached", integer(0, 20), 2)
    .option("--json", "print the capture, and errors, as JSON on stdout")
    .addHelpText("after", captureHelp)
    .action((flags: CaptureFlags) => actions.capture(flags));
}

function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/u.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected an integer from ${min} to ${max}.`);
  };
}
