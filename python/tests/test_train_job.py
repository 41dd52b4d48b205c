from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from conftest import DIMENSIONS, MAX_TOKENS, Recorder, train_options, write_lines
from event_schema import check_events
from safetensors.torch import load_file, save_file
from sentence_transformers import SentenceTransformer

from searchfit_trainer import train_job
from searchfit_trainer.job_context import JobContext
from searchfit_trainer.trainer_error import TrainerError


def events_of(context: JobContext) -> Recorder:
    assert isinstance(context.events, Recorder)
    return context.events


def test_a_training_learns_and_writes_a_folder_that_loads(
    tmp_path: Path, tiny_model: Path, context: JobContext
) -> None:
    options = train_options(tmp_path, tiny_model, baseModelName="acme/base", license="apache-2.0")
    result = train_job.run(options, context)
    events = events_of(context)
    check_events([*events.events, {"type": "training-end", "result": result}])
    assert result["beatsBase"]
    best = result["dev"]["epochs"][result["bestEpoch"] - 1]
    assert best["ndcg@10"] == max(row["ndcg@10"] for row in result["dev"]["epochs"])
    assert best["ndcg@10"] > result["dev"]["base"]["ndcg@10"]
    assert [event["epoch"] for event in events.of_type("evaluation-end")] == [0, 1, 2, 3]
    assert result["steps"] == 48 == events.of_type("training-start")[0]["totalSteps"]
    model = SentenceTransformer(str(tmp_path / "model"), device="cpu")
    vectors = model.encode(["a red lamp", "x"])
    assert vectors.shape == (2, DIMENSIONS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_the_folder_is_in_the_classic_form_with_the_models_limit(
    tmp_path: Path, tiny_model: Path, context: JobContext
) -> None:
    train_job.run(train_options(tmp_path, tiny_model, epochs=1), context)
    folder = tmp_path / "model"
    tokenizer = json.loads((folder / "tokenizer.json").read_text())
    assert tokenizer["truncation"]["max_length"] == MAX_TOKENS
    assert tokenizer["padding"]["strategy"] == "BatchLongest"
    assert json.loads((folder / "sentence_bert_config.json").read_text())["max_seq_length"] == MAX_TOKENS
    pooling = json.loads((folder / "1_Pooling" / "config.json").read_text())
    assert pooling["pooling_mode_mean_tokens"] is True
    assert pooling["word_embedding_dimension"] == DIMENSIONS
    types = [module["type"] for module in json.loads((folder / "modules.json").read_text())]
    assert types == [f"sentence_transformers.models.{name}" for name in ("Transformer", "Pooling", "Normalize")]
    assert not list(folder.rglob("*.bin"))


def test_the_card_and_the_metadata_name_data_and_figures_but_quote_no_text(
    tmp_path: Path, tiny_model: Path, context: JobContext
) -> None:
    options = train_options(tmp_path, tiny_model, epochs=1, baseModelName="acme/base", license="apache-2.0")
    train_job.run(options, context)
    card = (tmp_path / "model" / "README.md").read_text()
    assert "128 pairs (64 content, 64 title) of 64 products" in card
    assert "acme/base is published under apache-2.0" in card
    rows = [json.loads(line) for line in (tmp_path / "train.jsonl").read_text().splitlines()]
    assert not [row for row in rows if row["anchor"] in card or row["positive"] in card]
    metadata = json.loads((tmp_path / "model" / "metadata.json").read_text())
    assert metadata["bestEpoch"] == 1
    assert metadata["baseModel"]["name"] == "acme/base"
    assert "trainedAt" not in metadata
    assert str(tmp_path) not in json.dumps(metadata)


def test_the_log_says_what_starts_and_the_metrics_have_no_times(
    tmp_path: Path, tiny_model: Path, context: JobContext
) -> None:
    train_job.run(train_options(tmp_path, tiny_model, learningRate=2e-5), context)
    log = (tmp_path / "training.log").read_text()
    assert "Starting fine-tuning: 3 epochs, batch size 8, lr 2e-05\n" in log
    assert "128 pairs, 16 steps per epoch, 48 total steps\n" in log
    rows = [json.loads(line) for line in (tmp_path / "metrics.jsonl").read_text().splitlines()]
    assert [row["step"] for row in rows if row["event"] == "step"] == [10, 20, 30, 40, 48]
    assert [row["epoch"] for row in rows if row["event"] == "evaluation"] == [0, 1, 2, 3]
    assert set(rows[1]) == {"event", "step", "epoch", "loss", "learningRate"}


def test_the_same_training_twice_gives_the_same_bytes(tmp_path: Path, tiny_model: Path, context: JobContext) -> None:
    for name in ("one", "two"):
        train_job.run(train_options(tmp_path / name, tiny_model, epochs=1), context)
    for file in sorted((tmp_path / "one" / "model").rglob("*.*")):
        if file.is_file():
            other = tmp_path / "two" / "model" / file.relative_to(tmp_path / "one" / "model")
            assert file.read_bytes() == other.read_bytes(), file.name


def test_a_training_that_makes_the_model_worse_says_so(tmp_path: Path, tiny_model: Path, context: JobContext) -> None:
    result = train_job.run(train_options(tmp_path, tiny_model, epochs=1, learningRate=1e-9), context)
    assert result["bestEpoch"] == 1
    assert result["beatsBase"] is False
    assert any("No epoch was better" in event["message"] for event in events_of(context).of_type("note"))
    assert "No epoch was better" in (tmp_path / "model" / "README.md").read_text()


def test_frozen_layers_and_embeddings_keep_their_weights(tmp_path: Path, tiny_model: Path, context: JobContext) -> None:
    options = train_options(tmp_path, tiny_model, epochs=1, freezeLayers=1, freezeEmbeddings=True)
    train_job.run(options, context)
    start = events_of(context).of_type("training-start")[0]
    assert start["trainableParameters"] < start["parameters"]
    before = load_file(tiny_model / "model.safetensors")
    after = load_file(tmp_path / "model" / "model.safetensors")
    changed = {name for name, weight in before.items() if not torch.equal(weight, after[name])}
    assert changed
    assert all(name.startswith("encoder.layer.1.") for name in changed)


def test_more_frozen_layers_than_there_are_is_an_error(tmp_path: Path, tiny_model: Path, context: JobContext) -> None:
    with pytest.raises(TrainerError, match="at most 2, got 3") as caught:
        train_job.run(train_options(tmp_path, tiny_model, freezeLayers=3), context)
    assert caught.value.code == "TOO_MANY_FROZEN_LAYERS"


def test_early_stopping_ends_after_epochs_without_a_better_one(
    tmp_path: Path, tiny_model: Path, context: JobContext
) -> None:
    options = train_options(tmp_path, tiny_model, epochs=6, learningRate=1e-9, earlyStoppingPatience=2)
    result = train_job.run(options, context)
    assert result["bestEpoch"] == 1
    assert len(result["dev"]["epochs"]) == 3


@pytest.mark.parametrize("changes", [{"symmetric": True}, {"schedule": "cosine"}, {"maxTokens": 8}, {"subForwards": 1}])
def test_other_options_train_too(
    tmp_path: Path, tiny_model: Path, context: JobContext, changes: dict[str, Any]
) -> None:
    assert train_job.run(train_options(tmp_path, tiny_model, epochs=1, **changes), context)["steps"] == 16


def test_bf16_can_be_asked_for(tmp_path: Path, tiny_model: Path, context: JobContext) -> None:
    result = train_job.run(train_options(tmp_path, tiny_model, epochs=1, precision="bf16"), context)
    assert result["precision"] == "bf16"


def test_fp16_on_the_cpu_is_refused(tmp_path: Path, tiny_model: Path, context: JobContext) -> None:
    with pytest.raises(TrainerError) as caught:
        train_job.run(train_options(tmp_path, tiny_model, precision="fp16"), context)
    assert caught.value.code == "PRECISION_UNSUPPORTED"


def test_a_loss_that_is_not_a_number_stops_with_the_batch_named(
    tmp_path: Path, tiny_model: Path, context: JobContext
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(tiny_model, broken)
    weights = load_file(tiny_model / "model.safetensors")
    weights["encoder.layer.1.output.dense.weight"][0, 0] = float("nan")
    save_file(weights, broken / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(TrainerError) as caught:
        train_job.run(train_options(tmp_path / "data", broken, epochs=1), context)
    assert caught.value.code == "NAN_LOSS"
    assert isinstance(caught.value.details, dict)
    assert len(caught.value.details["lines"]) == 8  # type: ignore[arg-type]
    assert not (tmp_path / "data" / "model").exists()


def pairs(tmp_path: Path, tiny_model: Path, rows: list[Any], **changes: Any) -> dict[str, Any]:
    options = train_options(tmp_path, tiny_model, epochs=1, **changes)
    write_lines(tmp_path / "train.jsonl", rows)
    return options


def test_no_pairs_is_an_error(tmp_path: Path, tiny_model: Path, context: JobContext) -> None:
    with pytest.raises(TrainerError) as caught:
        train_job.run(pairs(tmp_path, tiny_model, []), context)
    assert caught.value.code == "NO_TRAINING_PAIRS"


def test_one_pair_without_negatives_is_an_error_and_with_one_trains(
    tmp_path: Path, tiny_model: Path, context: JobContext
) -> None:
    row = {"anchor": "lamp", "positive": "a red lamp"}
    with pytest.raises(TrainerError) as caught:
        train_job.run(pairs(tmp_path, tiny_model, [row]), context)
    assert caught.value.code == "TOO_FEW_PAIRS"
    options = pairs(tmp_path, tiny_model, [{**row, "negatives": ["a tent"]}])
    assert train_job.run(options, context)["steps"] == 1


def test_a_batch_larger_than_the_data_takes_all_of_it(tmp_path: Path, tiny_model: Path, context: JobContext) -> None:
    rows = [{"anchor": "lamp", "positive": "a red lamp", "weight": 2}, {"anchor": "tent", "positive": "a tent"}]
    assert train_job.run(pairs(tmp_path, tiny_model, rows, batchSize=500), context)["steps"] == 1


def test_every_bad_row_is_named_with_its_line(tmp_path: Path, tiny_model: Path, context: JobContext) -> None:
    rows = ['{"anchor": ', {"anchor": "", "positive": 3}, {"anchor": "a", "positive": "b", "negatives": "c"}, "[]"]
    with pytest.raises(TrainerError) as caught:
        train_job.run(pairs(tmp_path, tiny_model, rows), context)
    assert caught.value.code == "INVALID_TRAINING_DATA"
    assert isinstance(caught.value.details, list)
    lines = [problem.split(":")[0] for problem in caught.value.details]
    assert sorted(lines) == [f"train.jsonl line {number}" for number in (1, 2, 2, 3, 4)]


def test_odd_texts_train(tmp_path: Path, tiny_model: Path, context: JobContext) -> None:
    odd = ["\ud800 lone", "🙂", "漢字", "שלום", "word " * 5000]
    rows = [{"anchor": f"{text[:20]}?", "positive": text} for text in odd]
    assert train_job.run(pairs(tmp_path, tiny_model, rows), context)["steps"] == 1


def test_dev_queries_without_relevant_documents_are_counted(
    tmp_path: Path, tiny_model: Path, context: JobContext
) -> None:
    options = train_options(tmp_path, tiny_model, epochs=1)
    write_lines(tmp_path / "qrels.tsv", ["q0 0 p0 1", "q1\t0\tp1\t0", "q99 0 p1 1"])
    assert train_job.run(options, context)["devQueries"] == {"scored": 1, "skipped": 19}


def test_dev_files_without_a_judged_query_are_an_error(tmp_path: Path, tiny_model: Path, context: JobContext) -> None:
    options = train_options(tmp_path, tiny_model)
    write_lines(tmp_path / "qrels.tsv", ["x 0 p0 1"])
    with pytest.raises(TrainerError) as caught:
        train_job.run(options, context)
    assert caught.value.code == "INVALID_DEV_DATA"


def test_pickled_weights_are_refused(tmp_path: Path, tiny_model: Path, context: JobContext) -> None:
    folder = tmp_path / "pickled"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    (folder / "pytorch_model.bin").write_bytes(b"")
    with pytest.raises(TrainerError) as caught:
        train_job.run(train_options(tmp_path, folder), context)
    assert caught.value.code == "PICKLE_ONLY"


@pytest.mark.parametrize("content", [b"garbage", b""])
def test_weights_that_are_not_safetensors_are_an_error(
    tmp_path: Path, tiny_model: Path, context: JobContext, content: bytes
) -> None:
    shutil.copytree(tiny_model, tmp_path / "broken")
    (tmp_path / "broken" / "model.safetensors").write_bytes(content)
    with pytest.raises(TrainerError) as caught:
        train_job.run(train_options(tmp_path / "data", tmp_path / "broken"), context)
    assert caught.value.code == "INVALID_MODEL"


def test_a_tokenizer_of_another_model_is_an_error(tmp_path: Path, tiny_model: Path, context: JobContext) -> None:
    folder = tmp_path / "mixed"
    shutil.copytree(tiny_model, folder)
    text = (folder / "tokenizer.json").read_text()
    tokenizer = json.loads(text)
    vocabulary = tokenizer["model"]["vocab"]
    tokenizer["model"]["vocab"] = {piece: number + 1000 * (number > 4) for piece, number in vocabulary.items()}
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer))
    with pytest.raises(TrainerError, match=f"the model knows {len(vocabulary)} tokens") as caught:
        train_job.run(train_options(tmp_path / "data", folder), context)
    assert caught.value.code == "INVALID_MODEL"


def test_a_model_folder_with_a_missing_file_is_an_error(tmp_path: Path, tiny_model: Path, context: JobContext) -> None:
    folder = tmp_path / "partial"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes((tiny_model / "model.safetensors").read_bytes())
    with pytest.raises(TrainerError) as caught:
        train_job.run(train_options(tmp_path, folder), context)
    assert caught.value.code == "INVALID_MODEL"
