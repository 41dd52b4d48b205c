"""What a training tells before its first step."""

from __future__ import annotations

from typing import Any

from searchfit_trainer.checkpoint import TrainingState
from searchfit_trainer.hardware import describe_hardware
from searchfit_trainer.model_folder import parameter_counts
from searchfit_trainer.training_loop import TrainingLoop
from searchfit_trainer.training_plan import TrainingPlan
from searchfit_trainer.training_setup import TrainingSetup


def announce_training(setup: TrainingSetup, loop: TrainingLoop, threads: int) -> None:
    """Emit `training-start`, and log how a training begins or where it goes on.

    Args:
        setup: What it works with.
        loop: Its plan and state.
        threads: Threads of torch.
    """
    options, plan, state = setup.options, loop.plan, loop.state
    parameters, trained = parameter_counts(setup.model)
    event: dict[str, Any] = {
        "pairs": len(setup.rows),
        "epochs": options.epochs,
        "batchSize": options.batch_size,
        "stepsPerEpoch": plan.ends[1],
        "totalSteps": plan.total_steps,
        "learningRate": options.learning_rate,
        "device": state.device,
        "precision": state.precision,
        "threads": threads,
        "parameters": parameters,
        "trainableParameters": trained,
        "hardware": describe_hardware(),
    }
    if loop.last_saved is not None:
        event["resumedFromStep"] = state.step
        setup.journal.log(f"Resuming from step {state.step} of {plan.total_steps}")
    else:
        _log_start(setup, plan, state, (trained, parameters))
    setup.context.events.emit("training-start", **event)


def _log_start(setup: TrainingSetup, plan: TrainingPlan, state: TrainingState, parameters: tuple[int, int]) -> None:
    options, log = setup.options, setup.journal.log
    log(f"Starting fine-tuning: {options.epochs} epochs, batch size {options.batch_size}, lr {options.learning_rate!r}")
    log(f"{len(setup.rows)} pairs, {plan.ends[1]} steps per epoch, {plan.total_steps} total steps")
    log(f"{parameters[0]} of {parameters[1]} parameters are trained, {state.precision} on {state.device}")
    left_out = len(setup.rows) - sum(len(plan.batch(step)) for step in range(plan.ends[1]))
    if left_out:
        setup.context.events.note(
            f"{left_out} of {len(setup.rows)} pairs find no partner in the first epoch and are left out of it."
        )
