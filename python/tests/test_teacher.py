"""A teacher's rankings are distilled: the losses, the lists, and trainings that learn from them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from conftest import Recorder, train_options, write_lines
from safetensors.torch import save_file
from sentence_transformers.sentence_transformer.losses import MarginMSELoss
from test_recipes import step_of, weights_after_a_step
from torch import Tensor
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

from searchfit_trainer import train_job
from searchfit_trainer.batch_loss import BatchLoss
from searchfit_trainer.cancellation import Cancellation
from searchfit_trainer.job_context import JobContext
from searchfit_trainer.job_options import TrainOptions
from searchfit_trainer.model_folder import load_model
from searchfit_trainer.options import read_options
from searchfit_trainer.teacher_lists import TeacherList, read_teacher_lists, target_logits
from searchfit_trainer.teacher_loss import listwise_kl, margin_mse
from searchfit_trainer.teacher_model import score_lists
from searchfit_trainer.teacher_targets import Teacher
from searchfit_trainer.token_store import TokenStore
from searchfit_trainer.trainer_error import TrainerError
from searchfit_trainer.training_rows import read_training_rows

ALL = torch.ones(3, 4, dtype=torch.bool)


def logits(seed: int, rows: int = 3, columns: int = 4) -> Tensor:
    return torch.randn(rows, columns, generator=torch.Generator().manual_seed(seed)).requires_grad_()


def teacher_options(folder: Path, tiny_model: Path, **changes: Any) -> dict[str, Any]:
    """The small training, with lists of four documents for every other query."""
    options = train_options(folder, tiny_model, dropout=0, **changes)
    rows = [json.loads(line) for line in (folder / "train.jsonl").read_text().splitlines()]
    content = [row for row in rows if row.get("kind") is None]
    corpus = [{"_id": row["group"], "text": row["positive"]} for row in content]
    lists = [
        {"anchor": row["anchor"], "documents": documents, "scores": [9.0, 5.0, 4.5, 1.0]}
        for number, row in enumerate(content[::2])
        if (documents := [row["group"], *(f"p{(number + other) % 60 + 1}" for other in (7, 19, 33))])
    ]
    files = {
        "teacherListsFile": str(write_lines(folder / "teacher.jsonl", lists)),
        "teacherCorpusFile": str(write_lines(folder / "teacher.corpus.jsonl", corpus)),
    }
    return {**options, **files}


def new_context() -> tuple[JobContext, Recorder]:
    recorder = Recorder()
    return JobContext("train", recorder, Cancellation()), recorder  # type: ignore[arg-type]


def test_the_divergence_and_its_gradient_are_those_of_torch() -> None:
    ours, theirs = logits(1), logits(1)
    teacher = logits(2).detach()
    loss = listwise_kl(ours, teacher, ALL)
    expected = torch.nn.functional.kl_div(theirs.log_softmax(1), teacher.softmax(1), reduction="batchmean")
    loss.backward()
    expected.backward()
    assert loss.item() == pytest.approx(expected.item(), rel=1e-6)
    assert ours.grad is not None
    assert theirs.grad is not None
    assert torch.allclose(ours.grad, theirs.grad, atol=1e-7)


def test_an_equal_teacher_asks_for_nothing_even_if_its_scores_are_shifted() -> None:
    student = logits(1)
    for loss in (listwise_kl, margin_mse):
        value = loss(student, student.detach() + torch.tensor([[1.0], [-3.0], [40.0]]), ALL)
        assert value.item() == pytest.approx(0, abs=1e-6)
        (gradient,) = torch.autograd.grad(value, student)
        assert gradient.abs().max() < 1e-5


def test_shorter_lists_count_like_lists_of_their_own() -> None:
    student, teacher = logits(1), logits(2).detach()
    present = ALL.clone()
    present[1, 2:] = False
    for loss in (listwise_kl, margin_mse):
        parts = [loss(student[[0]], teacher[[0]], ALL[:1]), loss(student[[1], :2], teacher[[1], :2], ALL[:1, :2])]
        parts.append(loss(student[[2]], teacher[[2]], ALL[:1]))
        assert loss(student, teacher, present).item() == pytest.approx(torch.stack(parts).mean().item(), rel=1e-5)
        (gradient,) = torch.autograd.grad(loss(student, teacher, present), student)
        assert torch.isfinite(gradient).all()
        assert gradient[1, 2:].abs().max() == 0
        weighed = loss(student, teacher, present, torch.tensor([1.0, 2.0, 1.0]))
        assert weighed.item() == pytest.approx((parts[0] + 2 * parts[1] + parts[2]).item() / 4, rel=1e-5)


def test_margins_of_two_documents_are_those_of_sentence_transformers() -> None:
    query, positive, negative = (logits(seed, 5, 8).detach() for seed in (1, 2, 3))
    labels = logits(4, 5, 1).detach()
    stock = MarginMSELoss(None)
    expected = stock.compute_loss_from_embeddings([query, positive, negative], labels)
    scores = torch.stack([(query * positive).sum(1), (query * negative).sum(1)], dim=1)
    teacher = torch.cat([labels, torch.zeros(5, 1)], dim=1)
    loss = margin_mse(scores, teacher, torch.ones(5, 2, dtype=torch.bool))
    assert loss.item() == pytest.approx(expected.item(), rel=1e-5)


def test_scores_become_logits_between_zero_and_one_over_the_temperature() -> None:
    assert target_logits([3, 1, 2], 0.1) == pytest.approx([10.0, 0.0, 5.0])
    assert target_logits([2, 2], 0.1) is None


def test_a_batch_embeds_only_what_it_does_not_have_yet(tiny_model: Path) -> None:
    store = TokenStore(load_model(tiny_model).tokenizer, 48)
    positives = store.add(["red lamp", "tent", "boots"])
    lists = [TeacherList("a", ("red lamp", "tent", "drill"), (3.0, 2.0, 1.0)), None]
    teacher = Teacher([*lists, TeacherList("c", ("drill", "boots"), (1.0, 1.0))], store, "", 0.5)
    targets = teacher.of_batch([2, 0, 1], [positives[2], positives[0], positives[1]])
    assert targets is not None
    assert targets.extra == store.add(["drill"])
    assert targets.rows.tolist() == [1]  # equal scores of row 2 say nothing
    assert targets.columns.tolist() == [[1, 2, 3]]
    assert targets.logits.tolist() == [[2.0, 1.0, 0.0]]
    assert teacher.of_batch([1], positives[1:2]) is None


@pytest.mark.parametrize("kind", ["kl", "margin-mse"])
def test_the_loss_of_a_batch_is_that_of_plain_torch(tmp_path: Path, tiny_model: Path, kind: str) -> None:
    options = read_options(TrainOptions, train_options(tmp_path, tiny_model, teacherWeight=0.3, teacherLoss=kind))
    store = TokenStore(load_model(tiny_model).tokenizer, 48)
    texts = store.add([f"text {number}" for number in range(9)])
    lists = [None, TeacherList("b", ("text 3", "text 7", "text 8"), (0.0, 1.0, 4.0)), None]
    targets = Teacher(lists, store, "", 0.1).of_batch([0, 1, 2], texts[3:6])
    assert targets is not None
    embeddings = torch.randn(8, 6, generator=torch.Generator().manual_seed(5)).requires_grad_()
    loss = BatchLoss(options, texts[:3], texts[3:6], [1.0] * 3, None, targets)(embeddings)
    cosines = torch.nn.functional.cosine_similarity(embeddings[1:2], embeddings[[3, 6, 7]]) * 20
    wanted = torch.tensor([0.0, 2.5, 10.0])
    if kind == "kl":
        distilled = (wanted.softmax(0) * (wanted.log_softmax(0) - cosines.log_softmax(0))).sum()
    else:
        pairs = [(cosines[i] - cosines[j] - wanted[i] + wanted[j]).square() for i, j in ((0, 1), (0, 2), (1, 2))]
        distilled = torch.stack(pairs).mean() / 20
    plain = BatchLoss(options, texts[:3], texts[3:6], [1.0] * 3)(embeddings[:6])
    expected = 0.7 * plain + 0.3 * distilled
    assert loss.item() == pytest.approx(expected.item(), rel=1e-5)
    gradients = [torch.autograd.grad(value, embeddings, retain_graph=True)[0] for value in (loss, expected)]
    assert torch.allclose(*gradients, atol=1e-5)


@pytest.mark.parametrize("kind", ["kl", "margin-mse"])
def test_a_training_learns_what_the_teacher_says(tmp_path: Path, tiny_model: Path, kind: str) -> None:
    options = teacher_options(tmp_path, tiny_model, epochs=4, teacherWeight=1.0, teacherLoss=kind)
    rows = read_training_rows(Path(options["trainFile"]))
    content = [row for row in rows if row.kind == "content"]
    write_lines(
        tmp_path / "train.jsonl",
        [{"anchor": row.anchor, "positive": row.positive, "group": row.group} for row in content[::2]],
    )
    context, recorder = new_context()
    train_job.run(options, context)
    lines = [json.loads(line) for line in (tmp_path / "metrics.jsonl").read_text().splitlines()]
    losses = [line["loss"] for line in lines if line["event"] == "step"]
    assert losses[-1] < 0.7 * losses[0]
    assert any("32 of 32 rows" in event["message"] for event in recorder.of_type("note"))
    card = (tmp_path / "model" / "README.md").read_text()
    assert "A teacher's rankings were distilled" in card
    assert json.loads((tmp_path / "model" / "metadata.json").read_text())["config"]["teacher"] == "lists"
    assert str(tmp_path) not in (tmp_path / "model" / "metadata.json").read_text()


@pytest.mark.parametrize("texts", [5, 1000])
def test_a_mini_batch_with_a_teacher_changes_the_memory_and_not_the_step(
    tmp_path: Path, tiny_model: Path, texts: int
) -> None:
    found = []
    for changes in ({}, {"miniBatchSize": texts}):
        options = read_options(TrainOptions, teacher_options(tmp_path, tiny_model, **changes))
        step = step_of(tmp_path, tiny_model, dropout=0, **changes)
        lists = read_teacher_lists(
            tmp_path / "teacher.jsonl",
            tmp_path / "teacher.corpus.jsonl",
            read_training_rows(options.train_file),
            scored=True,
        )
        step.learn_from(Teacher(lists, step._store, "", 0.1))
        found.append(weights_after_a_step(step))
    assert found[1][0] == pytest.approx(found[0][0], rel=1e-5)
    assert torch.allclose(found[1][1], found[0][1], atol=2e-4)


def cross_encoder(folder: Path, tiny_model: Path, outputs: int = 1) -> Path:
    AutoTokenizer.from_pretrained(str(tiny_model)).save_pretrained(str(folder))
    torch.manual_seed(3)
    config = BertConfig.from_pretrained(str(tiny_model), num_labels=outputs)
    BertForSequenceClassification(config).save_pretrained(str(folder))
    return folder


def test_a_cross_encoder_scores_the_lists_once(tmp_path: Path, tiny_model: Path) -> None:
    folder = cross_encoder(tmp_path / "teacher", tiny_model)
    lists = [TeacherList("lamp", ("a red lamp", "tent")), None, TeacherList("boots", ("a", "b c", "tent"))]
    told: list[tuple[int, int]] = []
    cache = tmp_path / "scores.json"
    scored = score_lists(folder, lists, "cpu", cache, lambda *progress: told.append(progress))
    tokenizer = AutoTokenizer.from_pretrained(str(folder))
    model = BertForSequenceClassification.from_pretrained(str(folder)).eval()
    for entry in (scored[0], scored[2]):
        assert entry is not None
        for text, score in zip(entry.documents, entry.scores, strict=True):
            with torch.no_grad():
                expected = model(**tokenizer([entry.anchor], [text], return_tensors="pt")).logits.item()
            assert score == pytest.approx(expected, abs=1e-5)
    assert scored[1] is None
    assert told == [(5, 5)]
    assert score_lists(folder, lists, "cpu", cache, lambda *progress: told.append(progress)) == scored
    assert told == [(5, 5)]


def test_a_larger_model_scores_the_lists_by_cosine(tmp_path: Path, tiny_model: Path) -> None:
    lists = [TeacherList("lamp", ("a red lamp", "tent", "lamp"))]
    (scored,) = score_lists(tiny_model, lists, "cpu", tmp_path / "scores.json", lambda _done, _total: None)
    assert scored is not None
    assert scored.scores[2] == pytest.approx(1.0, abs=1e-6)
    model = load_model(tiny_model)
    vectors = model.encode(["lamp", "a red lamp", "tent"], normalize_embeddings=True)
    assert scored.scores[:2] == pytest.approx((vectors[1:] @ vectors[0]).tolist(), abs=1e-5)


def test_a_training_with_a_teacher_model_resumes_and_names_it(tmp_path: Path, tiny_model: Path) -> None:
    folder = cross_encoder(tmp_path / "judge", tiny_model)
    options = teacher_options(tmp_path / "data", tiny_model, epochs=1, teacherModel=str(folder))
    context, recorder = new_context()
    first = train_job.run(options, context)
    assert [event["unit"] for event in recorder.of_type("progress")] == ["texts"]
    context, recorder = new_context()
    assert train_job.run(options, context)["dev"] == first["dev"]
    assert not recorder.of_type("step-end")
    assert not recorder.of_type("progress")
    assert json.loads((tmp_path / "data" / "model" / "metadata.json").read_text())["config"]["teacher"] == "judge"


def test_a_teacher_with_pickled_weights_or_many_outputs_is_refused(tmp_path: Path, tiny_model: Path) -> None:
    lists = [TeacherList("lamp", ("a", "b"))]
    pickled = cross_encoder(tmp_path / "pickled", tiny_model)
    (pickled / "model.safetensors").rename(pickled / "pytorch_model.bin")
    broken = cross_encoder(tmp_path / "broken", tiny_model)
    save_file({"a": torch.zeros(1)}, broken / "model.safetensors", metadata={"format": "pt"})
    (broken / "config.json").write_text('{"architectures": ["NoneForSequenceClassification"], "model_type": "none"}')
    many = cross_encoder(tmp_path / "many", tiny_model, outputs=3)
    for folder, code in ((pickled, "PICKLE_ONLY"), (broken, "INVALID_MODEL"), (many, "INVALID_MODEL")):
        with pytest.raises(TrainerError) as caught:
            score_lists(folder, lists, "cpu", tmp_path / "scores.json", lambda _done, _total: None)
        assert caught.value.code == code


def test_every_bad_list_is_named_with_its_line(tmp_path: Path, tiny_model: Path) -> None:
    options = teacher_options(tmp_path, tiny_model)
    rows = [
        {"anchor": "", "documents": ["p1", "p2"], "scores": [1, 2]},
        {"anchor": "a", "documents": ["p1"], "scores": [1]},
        {"anchor": "a", "documents": ["p1", "p999"], "scores": [1, 2]},
        {"anchor": "a", "documents": ["p1", "p2"], "scores": [1]},
        {"anchor": "a", "documents": ["p1", "p2"], "scores": [1, float("inf")]},
        {"anchor": "a", "kind": 3, "documents": ["p1", "p2"], "scores": [1, 2], "weight": 1},
    ]
    write_lines(tmp_path / "teacher.jsonl", rows)
    with pytest.raises(TrainerError) as caught:
        train_job.run(options, new_context()[0])
    assert caught.value.code == "INVALID_TEACHER_DATA"
    assert isinstance(caught.value.details, list)
    lines = sorted(problem.split(":")[0] for problem in caught.value.details)
    assert lines == [f"teacher.jsonl line {number}" for number in (1, 2, 3, 4, 5, 6, 6)]


def test_lists_of_other_queries_are_an_error_and_so_is_one_file_alone(tmp_path: Path, tiny_model: Path) -> None:
    options = teacher_options(tmp_path, tiny_model)
    write_lines(tmp_path / "teacher.jsonl", [{"anchor": "x", "documents": ["p1", "p2"], "scores": [1, 2]}])
    with pytest.raises(TrainerError, match="None of the 1 lists"):
        train_job.run(options, new_context()[0])
    del options["teacherCorpusFile"]
    with pytest.raises(TrainerError, match="needs both"):
        train_job.run(options, new_context()[0])


def test_equal_texts_of_a_list_count_once_under_their_best_score(tmp_path: Path, tiny_model: Path) -> None:
    options = teacher_options(tmp_path, tiny_model)
    rows = read_training_rows(Path(options["trainFile"]))
    corpus = [{"_id": "a", "text": "lamp"}, {"_id": "b", "text": "lamp"}, {"_id": "c", "text": "tent"}]
    entry = {"anchor": rows[0].anchor, "documents": ["a", "b", "c"], "scores": [1, 3, 2]}
    lists = read_teacher_lists(
        write_lines(tmp_path / "l.jsonl", [entry]), write_lines(tmp_path / "c.jsonl", corpus), rows, scored=True
    )
    assert lists[0] == TeacherList(rows[0].anchor, ("lamp", "tent"), (3.0, 2.0))
