"""The teacher that a job names: its lists read, and scored where a model is to do that."""

from __future__ import annotations

from collections.abc import Sequence

from searchfit_trainer.job_context import JobContext, Ticker
from searchfit_trainer.job_options import TrainOptions
from searchfit_trainer.teacher_lists import TeacherList, read_teacher_lists
from searchfit_trainer.teacher_model import score_lists
from searchfit_trainer.trainer_error import TrainerError
from searchfit_trainer.training_rows import TrainingRow

SCORES_FILE = "teacher-scores.json"


def prepare_teacher(
    options: TrainOptions, rows: Sequence[TrainingRow], device: str, context: JobContext
) -> list[TeacherList | None] | None:
    """For each row its list with scores, or None where it has none; None for a job without a teacher.

    Raises:
        TrainerError: `INVALID_OPTIONS` when only one of the two files is given, or a model without them;
            `INVALID_TEACHER_DATA`, `PICKLE_ONLY`, `INVALID_MODEL`.
    """
    lists_file, corpus_file, model = options.teacher_lists_file, options.teacher_corpus_file, options.teacher_model
    if lists_file is None or corpus_file is None:
        if (lists_file, corpus_file, model) == (None, None, None):
            return None
        raise TrainerError(
            "INVALID_OPTIONS", 'A teacher needs both "teacherListsFile" and "teacherCorpusFile", also with a model.'
        )
    lists = read_teacher_lists(lists_file, corpus_file, rows, scored=model is None)
    found = sum(entry is not None for entry in lists)
    context.events.note(f"A teacher's lists are distilled: {found} of {len(rows)} rows have one.")
    if model is None:
        return lists
    context.events.note(f"The teacher {model.name} scores them first.")
    ticker = Ticker()

    def progress(done: int, total: int) -> None:
        context.cancellation.check()
        if ticker.due() or done == total:
            context.events.emit("progress", job=context.job, done=done, total=total, unit="texts")

    return score_lists(model, lists, device, options.checkpoint_folder / SCORES_FILE, progress)
