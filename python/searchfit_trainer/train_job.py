"""`train`: fine-tune a base model on pairs, keep the epoch that is best on dev."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from searchfit_trainer.announce_training import announce_training
from searchfit_trainer.checkpoint import CheckpointFolder, TrainingState
from searchfit_trainer.dev_evaluation import DevEvaluation
from searchfit_trainer.dev_set import read_dev_set
from searchfit_trainer.dropout import set_dropout
from searchfit_trainer.durable_files import sha256_of
from searchfit_trainer.final_weights import choose_final_weights, score_dimensions
from searchfit_trainer.freezing import freeze
from searchfit_trainer.hardware import describe_hardware, peak_memory_mib
from searchfit_trainer.job_context import JobContext
from searchfit_trainer.job_options import TrainOptions
from searchfit_trainer.low_rank import add_adapters, merge_adapters
from searchfit_trainer.model_card import TrainedModel, dev_figures
from searchfit_trainer.model_folder import (
    fingerprint_of,
    load_model,
    max_tokens_of,
    parameter_counts,
    prompts_of,
    require_pooled_prompts,
    save_model,
    set_prompts,
    vocabulary_of,
)
from searchfit_trainer.options import read_options, to_wire
from searchfit_trainer.precision import choose_device, choose_precision, use_threads
from searchfit_trainer.prepare_teacher import prepare_teacher
from searchfit_trainer.teacher_targets import Teacher
from searchfit_trainer.token_store import TokenStore
from searchfit_trainer.trainer_error import TrainerError
from searchfit_trainer.training_journal import TrainingJournal
from searchfit_trainer.training_loop import TrainingLoop
from searchfit_trainer.training_plan import TrainingPlan
from searchfit_trainer.training_rows import check_trainable, read_training_rows
from searchfit_trainer.training_setup import TrainingSetup
from searchfit_trainer.training_step import TrainingStep, load_weights
from searchfit_trainer.weight_average import WeightAverage

DECIDING_FORMAT = "searchfit-training/3"
NOT_DECIDING = frozenset(
    [
        *("baseModel", "trainFile", "dev", "outputFolder", "checkpointFolder", "logFile", "metricsFile"),
        *("teacherListsFile", "teacherCorpusFile", "teacherModel"),
        *("baseModelName", "license", "trainedAt", "device", "threads"),
        *("checkpointEverySteps", "keepCheckpoints", "earlyStoppingPatience"),
    ]
)
"""Options that do not change the weights of a step; a training resumes when only these differ."""


def run(given: Mapping[str, Any], context: JobContext) -> dict[str, Any]:
    """Run the job; see `TrainOptions`. Returns the result that `training-end` carries."""
    options = read_options(TrainOptions, given)
    rows = read_training_rows(options.train_file)
    dev = read_dev_set(options.dev)
    plan = TrainingPlan(rows, options.batch_size, options.seed, options.epochs, options.evaluate_every_steps)
    check_trainable(rows, [] if plan.total_steps == 0 else [plan.batch(0)])
    base_sha256 = fingerprint_of(options.base_model)
    checkpoints = CheckpointFolder(
        options.checkpoint_folder, _fingerprint(options, base_sha256), options.keep_checkpoints
    )
    with checkpoints.locked():
        threads = use_threads(options.threads)
        device = choose_device(options.device)
        lists = prepare_teacher(options, rows, device, context)
        torch.manual_seed(options.seed)  # weights that the folder lacks (an unused pooler) are drawn
        model = load_model(options.base_model, device)
        set_prompts(model, options.query_prompt, options.document_prompt)
        require_pooled_prompts(model)
        if options.dropout is not None:
            set_dropout(model, options.dropout)
        _check_dimensions(options, model.get_embedding_dimension())
        freeze(model, options.freeze_layers, embeddings=options.freeze_embeddings)
        if options.lora is not None:
            add_adapters(model, options.lora)
        max_tokens = max_tokens_of(model, options.max_tokens)
        journal = TrainingJournal(options.log_file, options.metrics_file)
        setup = TrainingSetup(options, context, rows, model, max_tokens, base_sha256, journal, checkpoints)
        store = TokenStore(model.tokenizer, max_tokens, device, vocabulary_of(model))
        evaluation = DevEvaluation(dev, store, prompts_of(model))
        step = TrainingStep(model, rows, store, options, device, prompts_of(model))
        step.note = context.events.note
        _guard(setup, step)
        if lists is not None:
            step.learn_from(Teacher(lists, store, prompts_of(model)[1], options.teacher_temperature))
        loop = _resume(setup, plan, step, evaluation, device)
        announce_training(setup, loop, threads)
        loop.run()
        return _finish(setup, loop)


def _check_dimensions(options: TrainOptions, full: int) -> None:
    wrong = [size for size in options.matryoshka_dimensions or () if size > full]
    if wrong:
        raise TrainerError(
            "INVALID_OPTIONS", f'Expected "matryoshkaDimensions" to be at most {full}, the model\'s, got {wrong}.'
        )


def _guard(setup: TrainingSetup, step: TrainingStep) -> None:
    """While the model has the base model's weights: let it say what is no negative."""
    margin = setup.options.guard_margin
    if margin is None:
        return
    setup.context.events.note("Embedding the training texts with the base model: it guards against false negatives.")
    step.guard_with(margin, lambda _done, _texts: setup.context.cancellation.check())


def _fingerprint(options: TrainOptions, base_sha256: str) -> str:
    deciding = {key: value for key, value in to_wire(options).items() if key not in NOT_DECIDING}
    files = [options.train_file, options.dev.corpus_file, options.dev.queries_file, options.dev.qrels_file]
    files += [path for path in (options.teacher_lists_file, options.teacher_corpus_file) if path is not None]
    teacher = None if options.teacher_model is None else fingerprint_of(options.teacher_model)
    inputs = {
        "format": DECIDING_FORMAT,
        "base": base_sha256,
        "teacher": teacher,
        "files": [sha256_of(path) for path in files],
    }
    return hashlib.sha256(json.dumps([inputs, deciding], sort_keys=True).encode()).hexdigest()


def _resume(
    setup: TrainingSetup, plan: TrainingPlan, step: TrainingStep, evaluation: DevEvaluation, device: str
) -> TrainingLoop:
    """The loop at the last valid checkpoint, or at the start."""
    found = setup.checkpoints.last_valid(setup.context.events.note)
    average = WeightAverage() if setup.options.average_epochs else None
    if found is None:
        state = TrainingState(device=device)
        state.precision = _choose_precision(setup, plan, step, device)
        torch.manual_seed(setup.options.seed)
        step.use_precision(state.precision)
    else:
        folder, state = found
        if state.device != device:
            setup.context.events.note(f"The training began on {state.device} and goes on, on {device}.")
            state.device, state.precision = device, _choose_precision(setup, plan, step, device)
        step.use_precision(state.precision)
        step.load(folder)
        if average is not None:
            average.load(folder)
    setup.journal.cut_to(state.log_bytes, state.metrics_bytes)
    loop = TrainingLoop(setup.options, setup.context, plan, step, evaluation, setup.checkpoints, setup.journal, state)
    loop.last_saved, loop.average = None if found is None else found[0], average
    return loop


def _choose_precision(setup: TrainingSetup, plan: TrainingPlan, step: TrainingStep, device: str) -> str:
    batch = plan.batch(0)
    chosen = choose_precision(setup.options.precision, device, lambda precision: step.probe(batch, precision))
    if setup.options.precision == "auto" and chosen != "fp32":
        setup.context.events.note(f"Training in {chosen}: native on this {device} and faster than fp32.")
    return chosen


def _finish(setup: TrainingSetup, loop: TrainingLoop) -> dict[str, Any]:
    """Write the model folder from the weights that are best on dev."""
    options, state, model = setup.options, loop.state, setup.model
    best: Path = (loop.last_saved or options.checkpoint_folder) / "best.safetensors"
    load_weights(model, best)
    merge_adapters(model)
    final = choose_final_weights(loop)
    epochs = [loop.plan.epochs_done(int(row["step"])) for row in state.evaluations]
    trained = TrainedModel(options, state, setup.rows, setup.base_sha256, epochs, final)
    if not trained.beats_base:
        message = f"No epoch was better than the base model on dev; {trained.kept} is returned all the same."
        setup.context.events.note(message)
        setup.journal.log(message)
    extra_files = {
        "README.md": trained.card(model.get_embedding_dimension()),
        "metadata.json": trained.metadata(),
    }
    with setup.context.cancellation.deferred():
        save_model(model, options.output_folder, max_tokens=setup.max_tokens, extra_files=extra_files)
    setup.journal.log(f"Wrote {trained.kept} to {options.output_folder}")
    return {
        "modelFolder": str(options.output_folder),
        "bestEpoch": trained.best_epoch,
        "bestStep": trained.best_step,
        "beatsBase": trained.beats_base,
        "tunedShare": final.share,
        "average": trained.average,
        "devByDimensions": score_dimensions(loop),
        "dev": dev_figures(state, epochs),
        "devQueries": {"scored": loop.evaluation.queries, "skipped": loop.evaluation.skipped_queries},
        "seconds": round(state.seconds, 2),
        "steps": state.step,
        "pairs": len(setup.rows),
        "device": state.device,
        "precision": state.precision,
        "parameters": parameter_counts(model)[0],
        "hardware": describe_hardware(),
        "peakMemoryMiB": max(state.peak_memory_mib, peak_memory_mib()),
    }
