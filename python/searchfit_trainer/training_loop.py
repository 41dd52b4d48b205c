"""Steps, evaluations and checkpoints, from wherever the last checkpoint stands."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from searchfit_trainer.checkpoint import CheckpointFolder, TrainingState, link_or_copy
from searchfit_trainer.dev_evaluation import DevEvaluation
from searchfit_trainer.hardware import peak_memory_mib
from searchfit_trainer.job_context import JobContext, Ticker
from searchfit_trainer.job_options import TrainOptions
from searchfit_trainer.learning_rate import learning_rate_factor
from searchfit_trainer.low_rank import plain_weights
from searchfit_trainer.precision import autocast
from searchfit_trainer.trainer_error import JobCanceledError
from searchfit_trainer.training_journal import TrainingJournal
from searchfit_trainer.training_plan import TrainingPlan
from searchfit_trainer.training_step import TrainingStep
from searchfit_trainer.weight_average import WeightAverage

SELECTED_BY = "ndcg@10"
METRICS_EVERY_STEPS = 10


@dataclass(slots=True)
class TrainingLoop:
    """One training; every field is given, `state` is moved on.

    A training is a line of points: evaluate the base model, train to the next evaluation, evaluate, train, …
    Each point is saved, so a process that starts again finds its place from the state alone.
    """

    options: TrainOptions
    context: JobContext
    plan: TrainingPlan
    step: TrainingStep
    evaluation: DevEvaluation
    checkpoints: CheckpointFolder
    journal: TrainingJournal
    state: TrainingState
    last_saved: Path | None = None
    average: WeightAverage | None = None
    _clock: float = field(default_factory=time.monotonic)
    _pace: float = 0.0  # seconds a row: averaging speeds would let quick batches outweigh slow ones

    def run(self) -> None:
        """Go on to the end.

        Raises:
            JobCanceledError: After a signal; a checkpoint of the last step has been written.
            TrainerError: `NAN_LOSS`.
        """
        with self.context.cancellation.deferred():
            while True:
                self._evaluate_if_due()
                if self._is_done():
                    return
                self._train_to_next_evaluation()

    def _is_done(self) -> bool:
        patience = self.options.early_stopping_patience
        last = len(self.state.evaluations) - 1
        stopped = patience is not None and self.state.best is not None
        stopped = stopped and last - (self.state.best or 0) >= (patience or 0)
        if stopped and self.state.step < self.plan.total_steps:
            what = "epochs" if self.options.evaluate_every_steps is None else "evaluations"
            self.journal.log(f"Stopped early: no better dev {SELECTED_BY} for {patience} {what}")
        return stopped or self.state.step >= self.plan.total_steps

    def _evaluate_if_due(self) -> None:
        number, events, total = len(self.state.evaluations), self.context.events, self.state.step
        if number >= len(self.plan.evaluations) or self.plan.evaluations[number] != total:
            return
        epoch = self.plan.epochs_done(total)
        events.emit("evaluation-start", epoch=epoch, step=total, queries=self.evaluation.queries)
        ticker = Ticker()

        def progress(done: int, texts: int) -> None:
            self.context.cancellation.check()
            if ticker.due():
                events.emit("evaluation-progress", epoch=epoch, done=done, total=texts)

        metrics = self.evaluation.score(self.step.model, autocast(self.step.precision, self.state.device), progress)
        self._record(epoch, metrics)
        events.emit("evaluation-end", epoch=epoch, step=total, metrics=metrics)
        self._save()

    def _record(self, epoch: float, metrics: dict[str, float]) -> None:
        best = self.state.best
        if epoch > 0:
            if best is None or metrics[SELECTED_BY] > self.state.evaluations[best][SELECTED_BY]:
                self.state.best = len(self.state.evaluations)
            if self.average is not None:
                self.average.add(plain_weights(self.step.model))
        self.state.evaluations.append({**metrics, "step": self.state.step})
        name = "base model" if epoch == 0 else f"epoch {epoch}"
        self.journal.log(f"Dev, {name}: " + ", ".join(f"{key} {value:.4f}" for key, value in metrics.items()))
        self.journal.metrics(event="evaluation", epoch=epoch, step=self.state.step, metrics=metrics)

    def _train_to_next_evaluation(self) -> None:
        end = self.plan.evaluations[len(self.state.evaluations)]
        ticker = Ticker()
        self.step.model.train()
        while self.state.step < end:
            self._train_step(ticker)
            every = self.options.checkpoint_every_steps
            if self.state.step == end or (every is not None and self.state.step % every == 0):
                self._save()
            self._stop_if_asked()

    def _stop_if_asked(self) -> None:
        try:
            self.context.cancellation.check()
        except JobCanceledError:
            if self.last_saved is None or f"{self.state.step:08d}" not in self.last_saved.name:
                self._save()
            raise

    def _train_step(self, ticker: Ticker) -> None:
        number, total = self.state.step, self.plan.total_steps
        options = self.options
        factor = learning_rate_factor(number, total, options.warmup_ratio, options.schedule, options.epochs)
        rate = options.learning_rate * factor
        batch = self.plan.batch(number)
        started = time.perf_counter()
        loss = self.step.run(batch, rate)
        self._pace = self._smoothed((time.perf_counter() - started) / len(batch))
        self.state.step += 1
        self.state.loss_sum += loss
        self.state.loss_count += 1
        if self.state.step % METRICS_EVERY_STEPS == 0 or self.state.step == total:
            self._write_metrics(rate)
        if ticker.due() or self.state.step == total:
            self._tell(loss, rate)

    def _smoothed(self, pace: float) -> float:
        return pace if self._pace == 0 else 0.95 * self._pace + 0.05 * pace

    def _tell(self, loss: float, rate: float) -> None:
        self.context.events.emit(
            "step-end",
            step=self.state.step,
            totalSteps=self.plan.total_steps,
            epoch=self.plan.epoch_of(self.state.step - 1) + 1,
            loss=loss,
            learningRate=rate,
            pairsPerSecond=round(1 / self._pace, 2),
            etaSeconds=round(self.plan.rows_left(self.state.step) * self._pace, 1),
        )

    def _write_metrics(self, rate: float) -> None:
        step, epoch = self.state.step, self.plan.epoch_of(self.state.step - 1) + 1
        loss = self.state.loss_sum / self.state.loss_count
        self.state.loss_sum, self.state.loss_count = 0.0, 0
        self.journal.metrics(event="step", step=step, epoch=epoch, loss=loss, learningRate=rate)
        self.journal.log(
            f"Step {step}/{self.plan.total_steps}, epoch {epoch}: loss {loss:.4f}, lr {rate:.3g}, "
            f"{1 / self._pace:.1f} pairs/s"
        )

    def _save(self) -> None:
        now = time.monotonic()
        self.state.seconds += now - self._clock
        self._clock = now
        self.state.peak_memory_mib = max(self.state.peak_memory_mib, peak_memory_mib())
        self.state.log_bytes, self.state.metrics_bytes = self.journal.sizes()
        self.last_saved = self.checkpoints.save(self.state, self._write_checkpoint)
        self.context.events.emit("checkpoint-saved", step=self.state.step, folder=str(self.last_saved))

    def _write_checkpoint(self, folder: Path) -> None:
        self.step.save(folder)
        if self.average is not None:
            self.average.save(folder)
        best = self.state.best
        if best is None:
            return
        is_best = len(self.state.evaluations) - 1 == best and self.plan.evaluations[best] == self.state.step
        source = folder / "model.safetensors" if is_best else (self.last_saved or folder) / "best.safetensors"
        link_or_copy(source, folder / "best.safetensors")
