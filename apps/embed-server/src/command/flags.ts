import { availableParallelism } from "node:os";
import { Command, InvalidArgumentError, Option } from "commander";
import type { LogLevel } from "../create-server.ts";

/** What the command line said; what it did not say is undefined. */
export interface ServeFlags {
  /** Model folders. */
  readonly model?: readonly string[];
  /** Whether the database's active model decides which of them answers. */
  readonly follow?: true;
  /** Folder for the judgments of the search page. */
  readonly judgments?: string;
  /** Folder of a cross-encoder. */
  readonly reranker?: string;
  /** Which ONNX export. */
  readonly precision: "fp32" | "int8";
  /** Threads that embed, each with a copy of the model. */
  readonly workers: number;
  /** Cores a batch is spread over. */
  readonly threads: number;
  /** Cores a batch is spread over while requests come one after another. */
  readonly aloneThreads: number;
  /** Sizes besides the model's own that requests may ask for. */
  readonly matryoshka?: readonly number[];
  /** Address to listen on. */
  readonly host: string;
  /** Port; 0 takes a free one. */
  readonly port: number;
  /** Connection string of a PostgreSQL server. */
  readonly databaseUrl?: string;
  /** Folder of an embedded database. */
  readonly databaseFolder?: string;
  /** Schema of the product table. */
  readonly schema: string;
  /** Product table. */
  readonly table: string;
  /** Which vectors search ranks products by. */
  readonly vectors: "content" | "title" | "fused";
  /** Share of the title's cosine in a fused score. */
  readonly titleWeight?: number;
  /** Share of BM25 in the scores of search. */
  readonly lexicalWeight: number;
  /** Experiment whose products are searched, in memory. */
  readonly experiment?: string;
  /** Whether search takes candidates from the vector indexes. */
  readonly approximate?: true;
  /** Bytes of a body at most. */
  readonly maxBodyBytes: number;
  /** Texts of a request at most. */
  readonly maxTexts: number;
  /** Texts that may wait. */
  readonly maxWaiting: number;
  /** Tokens of a batch. */
  readonly batchTokens: number;
  /** Least important log lines that are written. */
  readonly logLevel: LogLevel;
  /** Machine-readable output. */
  readonly json?: true;
}

const examples = `
Environment (also from a .env file): EMBED_MODEL_ID (model folder), RERANK_MODEL_ID (cross-encoder),
  EMBED_SERVER_API_KEY, DATABASE_URL, or DB_HOST DB_PORT DB_NAME DB_USERNAME DB_PASSWORD.

Examples:
  embed-server --model experiments/default/model
  EMBED_MODEL_ID=/models/shop DATABASE_URL=postgresql://shop@db/shop embed-server --host 0.0.0.0
  embed-server --model models/base --model experiments/default/model --follow
  embed-server --model experiments/default/model --vectors fused --title-weight 0.3 --approximate
  embed-server --model experiments/default/model --experiment experiments/default --lexical-weight 0.2
  curl -s localhost:8001/embed -H 'content-type: application/json' -d '{"text":"rain jacket"}'

Exit codes: 0 stopped by SIGTERM, 1 to be fixed (message and hint), 2 usage, 70 a bug, 130 SIGINT.`;

/** The command line of embed-server. */
export function serveCommand(version: string): Command {
  return new Command("embed-server")
    .description("Serve an embedding model over HTTP.")
    .version(version)
    .option("--model <folder>", "model folder with onnx/; several with --follow", collect)
    .option("--follow", "embed queries with the model that the database says is active")
    .option("--judgments <folder>", "where the search page's thumbs are kept")
    .option("--reranker <folder>", "cross-encoder folder with onnx/, for /rerank")
    .addOption(choice("--precision <format>", "which export to run", ["fp32", "int8"]))
    .option("--workers <count>", "threads that embed, each with a copy", integer(1, 64), upToFour)
    .option("--threads <count>", "cores that one worker's batch is spread over", integer(1, 256), 1)
    .option(
      "--alone-threads <count>",
      "the same, while one request comes at a time",
      integer(1, 256),
      upToFour,
    )
    .option("--matryoshka <sizes>", "dimensions that may be asked for, as 256,128", sizes)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--port <number>", "port to listen on; 0 takes a free one", integer(0, 65_535), 8001)
    .option("--database-url <url>", "PostgreSQL with the products (default: DATABASE_URL or DB_*)")
    .option("--database-folder <folder>", "embedded database with the products")
    .option("--experiment <folder>", "search an experiment's products, in memory")
    .option("--schema <name>", "schema of the product table", "public")
    .option("--table <name>", "product table", "ingested_records")
    .addOption(choice("--vectors <kind>", "rank by these", ["content", "title", "fused"]))
    .option("--title-weight <share>", "of the title in fused scores (default: 0.5)", share)
    .option("--lexical-weight <share>", "of BM25 in scores; 0: vectors alone", share, 0)
    .option("--approximate", "search by the vector indexes instead of every product")
    .option("--max-body-bytes <count>", "larger bodies: 413", integer(1024, 2 ** 30), 4_194_304)
    .option("--max-texts <count>", "more texts a request: 413", integer(1, 100_000), 2048)
    .option("--max-waiting <count>", "more texts wait: 429", integer(1, 1_000_000), 2048)
    .option("--batch-tokens <count>", "tokens embedded together", integer(1, 65_536), 1024)
    .addOption(
      choice("--log-level <level>", "least important log lines", [
        "info",
        "silent",
        "error",
        "warn",
        "debug",
      ]),
    )
    .option("--json", "print the address, and errors, as JSON on stdout")
    .addHelpText("after", examples);
}

/** The cores, but no more than four: each worker holds a copy of the model, and one text gains little from more. */
const upToFour = Math.min(4, availableParallelism());

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function sizes(text: string): readonly number[] {
  return text.split(",").map((size) => integer(1, 65_536)(size.trim()));
}

function choice(flags: string, description: string, [first, ...others]: readonly string[]): Option {
  const choices = [first ?? "", ...others];
  return new Option(flags, description).choices(choices).default(first);
}

function share(text: string): number {
  const value = Number(text);
  if (/^\d*\.?\d+$/u.test(text) && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError("Expected a number from 0 to 1.");
}

function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/u.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected an integer from ${min} to ${max}.`);
  };
}
