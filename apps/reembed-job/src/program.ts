import { Command } from "commander";
import type { CommandFlags } from "./commands/with-table.ts";
import { packageVersion } from "./package-version.ts";
import { exitCodes } from "./reembed-error.ts";
import {
  addDatabaseFlags,
  addGateFlags,
  addIndexFlags,
  addModelFlags,
  addStrategyFlag,
  addSwitchFlags,
  addWorkerFlags,
} from "./settings/flags.ts";

const overview = `
Usual order:
  reembed plan              what would happen, how long it takes
  reembed run               new vectors beside the present ones; readers notice nothing
  reembed work              the same on further machines, at the same time (vectors alone)
  reembed verify            are they complete and right?
  reembed activate          switch, in one short transaction
  reembed rollback          switch back, at once
  reembed cleanup           drop the former vectors

Environment (also from a .env file): DATABASE_URL, or DB_HOST DB_PORT DB_NAME DB_USERNAME DB_PASSWORD.
Exit codes: ${exitCodes.done} done · ${exitCodes.fixable} something to fix, with a hint · ${exitCodes.usage} usage · ${exitCodes.gate} verification failed · ${exitCodes.bug} a bug · ${exitCodes.interrupted} interrupted`;

/** Declares every command; their work is loaded only when one is run, so that --help is quick. */
export function createProgram(): Command {
  const program = new Command("reembed")
    .description("Switch a live search table to another embedding model.")
    .version(packageVersion())
    .addHelpText("after", overview);
  declareLooking(program);
  declareRun(program);
  declareWork(program);
  declareSwitches(program);
  return program;
}

function declareLooking(program: Command): void {
  addStrategyFlag(addModelFlags(addDatabaseFlags(program.command("plan"))))
    .description("say what a re-embedding would do and take; change nothing")
    .addHelpText(
      "after",
      examples(
        "reembed plan",
        "reembed plan --model models/tuned --json",
        "reembed plan --strategy generations",
      ),
    )
    .action(async (flags: CommandFlags) => {
      const { plan } = await import("./commands/plan.ts");
      await plan(flags);
    });
  addDatabaseFlags(program.command("status"))
    .description("say how far a re-embedding is, and which model is active")
    .addHelpText("after", examples("reembed status", "reembed status --json"))
    .action(async (flags: CommandFlags) => {
      const { status } = await import("./commands/status.ts");
      await status(flags);
    });
  addGateFlags(addModelFlags(addDatabaseFlags(program.command("verify"))))
    .description("check the new vectors: counts, lengths, a sample embedded again, index, NDCG@10")
    .addHelpText(
      "after",
      examples(
        "reembed verify",
        "reembed verify --sample 500 --seed other",
        "reembed verify --judged datasets/shop --former-model models/base --max-ndcg-loss 0.01",
      ),
    )
    .action(async (flags: CommandFlags) => {
      const { verify } = await import("./commands/verify.ts");
      await verify(flags);
    });
}

function declareRun(program: Command): void {
  const command = addModelFlags(addDatabaseFlags(program.command("run")));
  addGateFlags(addWorkerFlags(addIndexFlags(addSwitchFlags(addStrategyFlag(command)))))
    .description("embed all products beside the present vectors; goes on where it was stopped")
    .option("--activate", "switch at the end, once the vectors are verified")
    .option("--force", "embed again although this model is active")
    .addHelpText(
      "after",
      examples(
        "reembed run",
        "reembed run --activate --yes            everything in one command",
        "reembed run --strategy generations     for readers that select from the view",
        "reembed run --max-rate 100             leaves cores to searches on the same machine",
        "DATABASE_URL=postgresql://shop@db/shop reembed run --table items --column id=sku",
      ),
    )
    .action(async (flags: CommandFlags) => {
      const { run } = await import("./commands/run.ts");
      await run(flags);
    });
}

function declareWork(program: Command): void {
  const command = addModelFlags(addDatabaseFlags(program.command("work")));
  addWorkerFlags(addSwitchFlags(addStrategyFlag(command)))
    .description("help: make new vectors beside other workers, until none is left to make")
    .addHelpText(
      "after",
      examples("reembed work --yes", "reembed work --yes --shard-size 1024 --threads 2"),
    )
    .action(async (flags: CommandFlags) => {
      const { work } = await import("./commands/work.ts");
      await work(flags);
    });
}

function declareSwitches(program: Command): void {
  const command = addModelFlags(addDatabaseFlags(program.command("activate")));
  addGateFlags(addIndexFlags(addSwitchFlags(command)))
    .description("verify the new vectors and make them the ones that readers see")
    .addHelpText("after", examples("reembed activate", "reembed activate --yes --patience 600"))
    .action(async (flags: CommandFlags) => {
      const { activate } = await import("./commands/activate.ts");
      await activate(flags);
    });
  addSwitchFlags(addDatabaseFlags(program.command("rollback")))
    .description("make the former vectors the ones that readers see again")
    .addHelpText("after", examples("reembed rollback", "reembed rollback --yes"))
    .action(async (flags: CommandFlags) => {
      const { rollback } = await import("./commands/rollback.ts");
      await rollback(flags);
    });
  addSwitchFlags(addDatabaseFlags(program.command("cleanup")))
    .description("drop the vectors that readers do not see; ends the re-embedding")
    .addHelpText("after", examples("reembed cleanup", "reembed cleanup --yes"))
    .action(async (flags: CommandFlags) => {
      const { cleanup } = await import("./commands/cleanup.ts");
      await cleanup(flags);
    });
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}
