import { format } from "node:util";
import { toAscii } from "@searchfit/report-md";
import pc from "picocolors";
import { formatDuration } from "./format-duration.ts";

/** Where a command speaks to its user. */
export interface Terminal {
  /** A result: stdout, unless `--json` keeps stdout for the one document. */
  result(text: string): void;
  /** What is going on: stderr. */
  note(text: string): void;
  /** Something the user must not miss: stderr, in yellow. */
  warn(text: string): void;
  /** Heading of a step: stderr, bold. */
  heading(text: string): void;
  /** The one document of `--json`; nothing without `--json`. */
  document(value: unknown): void;
  /** A line that shows how far long work is. */
  progress(label: string, unit: string): ProgressLine;
}

/** A line that is rewritten on a terminal, and repeated every few seconds elsewhere. */
export interface ProgressLine {
  /** Shows how many are done, with rate and time left; `extra` is put at the end. */
  update(state: { readonly done: number; readonly total: number; readonly extra?: string }): void;
  /** Shows how many are done; rate and time left are in `extra`, from whoever knows them better. */
  count(state: { readonly done: number; readonly total: number; readonly extra: string }): void;
  /** Shows a text in place of counts. */
  say(text: string): void;
  /** Ends the line. */
  end(text?: string): void;
}

/** Seconds between two progress lines where there is no terminal. */
const quietInterval = 15;

/** The terminal of a process. */
export function openTerminal(options: { readonly json: boolean }): Terminal {
  const colour = pc.createColors(wantsColour());
  const note = (text: string) => process.stderr.write(`${text}\n`);
  return {
    result: (text) => {
      const stream = options.json ? process.stderr : process.stdout;
      stream.write(`${wantsAscii() ? toAscii(text) : text}\n`);
    },
    note,
    warn: (text) => note(colour.yellow(text)),
    heading: (text) => note(colour.bold(text)),
    document: (value) => {
      if (options.json) process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
    progress: (label, unit) => progressLine(label, unit),
  };
}

function wantsAscii(): boolean {
  const { SEARCHFIT_ASCII } = process.env;
  return SEARCHFIT_ASCII !== undefined && SEARCHFIT_ASCII !== "" && SEARCHFIT_ASCII !== "0";
}

function wantsColour(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "0") return true;
  return process.stderr.isTTY && TERM !== "dumb";
}

function progressLine(label: string, unit: string): ProgressLine {
  const started = performance.now();
  const first: { done?: number; at: number } = { at: started };
  const live = process.stderr.isTTY;
  let shown = live ? 0 : started;
  const show = (text: string) => {
    const now = performance.now();
    if (now - shown < (live ? 100 : quietInterval * 1000)) return;
    shown = now;
    process.stderr.write(live ? `\r\u001B[2K  ${cutToWidth(text)}` : `  ${text}\n`);
  };
  return {
    say: (text) => {
      show(`${label}: ${text}`);
    },
    update: ({ done, total, extra }) => {
      first.done ??= done;
      const seconds = (performance.now() - first.at) / 1000;
      const rate = seconds > 0 ? (done - first.done) / seconds : 0;
      show(progressText({ label, unit, done, total, rate, extra: extra ?? "" }));
    },
    count: ({ done, total, extra }) => {
      show(progressText({ label, unit, done, total, rate: 0, extra }));
    },
    end: (text) => {
      if (live) process.stderr.write("\r\u001B[2K");
      if (text !== undefined) process.stderr.write(`  ${text}\n`);
    },
  };
}

interface ProgressFacts {
  readonly label: string;
  readonly unit: string;
  readonly done: number;
  readonly total: number;
  readonly rate: number;
  readonly extra: string;
}

function progressText({ label, unit, done, total, rate, extra }: ProgressFacts): string {
  const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
  const speed = rate > 0 ? `, ${rate < 10 ? rate.toFixed(1) : rate.toFixed(0)} ${unit}/s` : "";
  const left = rate > 0 && done < total ? `, ${formatDuration((total - done) / rate)} left` : "";
  const counts = format("%s/%s", done.toLocaleString("en"), total.toLocaleString("en"));
  return `${label} ${counts} ${unit} (${percent} %${speed}${left})${extra === "" ? "" : `, ${extra}`}`;
}

function cutToWidth(text: string): string {
  const width = Math.max(20, (process.stderr.columns || 80) - 4);
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}
