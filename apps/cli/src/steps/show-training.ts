import type { TrainerEvent } from "@searchfit/trainer-bridge";
import { formatDuration } from "../terminal/format-duration.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Shows a training while it runs: start line, loss, rate and time left, dev at every evaluation. */
export function showTraining(terminal: Terminal): {
  readonly onEvent: (event: TrainerEvent) => void;
  readonly end: () => void;
} {
  const line = terminal.progress("training", "steps");
  line.say("loading torch");
  const onEvent = (event: TrainerEvent) => {
    if (event.type === "training-start") {
      line.end(
        `Starting fine-tuning: ${event.epochs} epochs, batch size ${event.batchSize}, learning rate ${event.learningRate}; ` +
          `${event.pairs} rows, ${event.stepsPerEpoch} steps an epoch, ${event.totalSteps} in all; ${event.device}, ${event.precision}, ${event.threads} threads`,
      );
      if (event.resumedFromStep !== undefined) {
        terminal.note(`  going on from the checkpoint of step ${event.resumedFromStep}`);
      }
    } else if (event.type === "step-end") {
      const left = formatDuration(event.etaSeconds);
      const extra = `epoch ${event.epoch}, loss ${event.loss.toFixed(4)}, ${event.pairsPerSecond.toFixed(1)} pairs/s, about ${left} left`;
      line.count({ done: event.step, total: event.totalSteps, extra });
    } else if (event.type === "evaluation-end") {
      const value = event.metrics["ndcg@10"]?.toFixed(4) ?? "?";
      line.end(
        `dev NDCG@10 ${event.epoch === 0 ? "of the base model" : `after epoch ${event.epoch}`}: ${value}`,
      );
    } else if (event.type === "progress") {
      line.count({ done: event.done, total: event.total, extra: "scored by the teacher" });
    } else if (event.type === "note") line.end(event.message);
  };
  return {
    onEvent,
    end: () => {
      line.end();
    },
  };
}
