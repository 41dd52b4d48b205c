import { InvalidArgumentError, type Command } from "commander";
import type { WrittenSettings } from "../settings/settings.ts";
import { nullIfNone, orNone, type Absent } from "./absent-value.ts";
import { decimal, wholeNumber } from "./parse-number.ts";

type Lora = NonNullable<NonNullable<WrittenSettings["training"]>["lora"]>;

/** Flags of adapters: values of `training.lora`. */
export interface LoraFlags {
  /** `none` for no adapters. */
  readonly loraRank?: number | Absent;
  readonly loraAlpha?: number;
  readonly loraDropout?: number;
  readonly loraTargetModules?: string[] | Absent;
}

/** Adds the flags of adapters to a command. */
export function addLoraFlags(command: Command): Command {
  return command
    .option("--lora-rank <n>", "train adapters of this rank (LoRA), or none", orNone(wholeNumber))
    .option("--lora-alpha <x>", "what they add is multiplied by alpha / rank", decimal)
    .option("--lora-dropout <x>", "share of an adapter's inputs dropped", decimal)
    .option(
      "--lora-target-modules <name,…>",
      "linear layers, such as query,value, or none: all",
      orNone(layerNames),
    );
}

/** What the flags say of adapters: null for none, undefined where they say nothing. */
export function loraOfFlags(flags: LoraFlags): Lora | null | undefined {
  if (flags.loraRank === "none") return null;
  const lora = {
    rank: flags.loraRank,
    alpha: flags.loraAlpha,
    dropout: flags.loraDropout,
    targetModules: nullIfNone(flags.loraTargetModules),
  };
  return Object.values(lora).every((value) => value === undefined) ? undefined : lora;
}

function layerNames(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.every((name) => name !== "")) return names;
  throw new InvalidArgumentError(
    `expected names such as query,value, got ${JSON.stringify(text)}.`,
  );
}
