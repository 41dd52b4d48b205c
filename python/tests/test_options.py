from __future__ import annotations

from pathlib import Path

import pytest
from conftest import train_options

from searchfit_trainer.job_options import TrainOptions
from searchfit_trainer.options import read_options, to_wire
from searchfit_trainer.trainer_error import TrainerError


def test_every_problem_of_the_file_is_in_one_error(tmp_path: Path, tiny_model: Path) -> None:
    options = train_options(tmp_path, tiny_model, epoch=3, batchSize=1, schedule="steep", learningRate="fast")
    del options["outputFolder"]
    options["dev"]["qrelsFile"] = "/nowhere"
    with pytest.raises(TrainerError) as caught:
        read_options(TrainOptions, options)
    assert caught.value.code == "INVALID_OPTIONS"
    assert caught.value.details == [
        '"epoch" is not an option (did you mean "epochs"?).',
        "\"dev.qrelsFile\": expected an existing file, got '/nowhere'.",
        '"outputFolder" is missing.',
        '"batchSize": expected an integer ≥ 2, got 1.',
        "\"learningRate\": expected a number above 0 and at most 1, got 'fast'.",
        "\"schedule\": expected one of linear, cosine, cosine-with-restarts, constant, got 'steep'.",
    ]


def test_defaults_are_filled_in_and_travel_back_to_the_wire(tmp_path: Path, tiny_model: Path) -> None:
    given = train_options(tmp_path, tiny_model)
    wire = to_wire(read_options(TrainOptions, given))
    assert {key: wire[key] for key in given} == given
    assert wire["warmupRatio"] == 0.1
    assert wire["earlyStoppingPatience"] is None


@pytest.mark.parametrize("value", [True, float("nan"), float("inf"), None, "1"])
def test_a_number_must_be_a_finite_number(tmp_path: Path, tiny_model: Path, value: object) -> None:
    with pytest.raises(TrainerError, match="learningRate"):
        read_options(TrainOptions, train_options(tmp_path, tiny_model, learningRate=value))
