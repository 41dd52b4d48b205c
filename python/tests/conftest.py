"""A tiny random BERT, small data, and ways to run a job in this process or in its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from searchfit_trainer.process_environment import prepare_environment

prepare_environment(online=False)

import torch  # noqa: E402
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors  # noqa: E402
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast  # noqa: E402

from searchfit_trainer.cancellation import Cancellation  # noqa: E402
from searchfit_trainer.job_context import JobContext  # noqa: E402

ROOT = Path(__file__).parents[1]
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,-"
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
DIMENSIONS = 32
MAX_TOKENS = 48


class Recorder:
    """An event channel that keeps its events."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []

    def emit(self, event_type: str, **fields: Any) -> None:
        self.events.append(json.loads(json.dumps({"type": event_type, **fields}, allow_nan=False)))

    def note(self, message: str) -> None:
        self.emit("note", message=message)

    def of_type(self, event_type: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == event_type]


@pytest.fixture
def context() -> JobContext:
    return JobContext("train", Recorder(), Cancellation())  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_tiny_model(tmp_path_factory.mktemp("tiny") / "model")


def build_tiny_model(folder: Path, layers: int = 2) -> Path:
    """A sentence-transformers folder: 2 layers, 32 dimensions, a WordPiece of single letters."""
    _tokenizer().save_pretrained(str(folder))
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(SPECIAL) + 2 * len(LETTERS),
        hidden_size=DIMENSIONS,
        num_hidden_layers=layers,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(str(folder))
    modules = ["Transformer", "Pooling", "Normalize"]
    paths = ["", "1_Pooling", "2_Normalize"]
    rows = [
        {"idx": number, "name": str(number), "path": path, "type": f"sentence_transformers.models.{name}"}
        for number, (name, path) in enumerate(zip(modules, paths, strict=True))
    ]
    (folder / "modules.json").write_text(json.dumps(rows))
    (folder / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": MAX_TOKENS}))
    (folder / "1_Pooling").mkdir()
    pooling = {"word_embedding_dimension": DIMENSIONS, "pooling_mode_mean_tokens": True}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    return folder


def _tokenizer() -> PreTrainedTokenizerFast:
    pieces = [*SPECIAL, *LETTERS, *(f"##{letter}" for letter in LETTERS)]
    tokenizer = Tokenizer(models.WordPiece({piece: number for number, piece in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    ends = [("[CLS]", 2), ("[SEP]", 3)]
    tokenizer.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", "[CLS] $A [SEP] $B [SEP]", ends)
    # As the published MiniLM has it: cut and padded to a fixed length that is not the model's limit.
    tokenizer.enable_truncation(16)
    tokenizer.enable_padding(length=16, pad_token="[PAD]")
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        unk_token="[UNK]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
    )


WORDS = [
    *("lamp", "chair", "table", "kettle", "pillow", "router", "drill", "brush"),
    *("camera", "bottle", "jacket", "boots", "tent", "knife", "clock", "mirror"),
]
COLOURS = ["red", "green", "blue", "black"]


def write_lines(path: Path, rows: list[Any]) -> Path:
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n")
    return path


def train_options(folder: Path, model: Path, **changes: Any) -> dict[str, Any]:
    """Options of a small training: 64 products, 2 queries each, some with negatives, two kinds."""
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"{colour} {word}" for word in WORDS for colour in COLOURS]
    rows: list[Any] = []
    for number, name in enumerate(names):
        text = f"{name[::-1]}, number {number}"  # what a model with random weights does not find
        row = {"anchor": f"buy {name}", "positive": text, "group": f"p{number}"}
        rows.append({**row, "negatives": [names[-1 - number]] * (number % 3)})
        rows.append({**row, "anchor": f"{name} cheap", "positive": name[::-1], "kind": "title"})
    texts = [{"_id": f"p{number}", "text": name[::-1]} for number, name in enumerate(names)]
    queries = [{"_id": f"q{number}", "text": f"a {name}"} for number, name in enumerate(names[:20])]
    qrels = [f"q{number}\t0\tp{number}\t1" for number in range(20)]
    return {
        "baseModel": str(model),
        "trainFile": str(write_lines(folder / "train.jsonl", rows)),
        "dev": {
            "corpusFile": str(write_lines(folder / "corpus.jsonl", texts)),
            "queriesFile": str(write_lines(folder / "queries.jsonl", queries)),
            "qrelsFile": str(write_lines(folder / "qrels.tsv", qrels)),
        },
        "outputFolder": str(folder / "model"),
        "checkpointFolder": str(folder / "checkpoints"),
        "logFile": str(folder / "training.log"),
        "metricsFile": str(folder / "metrics.jsonl"),
        "epochs": 3,
        "batchSize": 8,
        "learningRate": 1e-3,
        "subForwards": 2,
        "device": "cpu",
        "precision": "fp32",
        "threads": 1,
        **changes,
    }


def start_job(
    job: str, options: dict[str, Any], folder: Path, program: Sequence[str] = ("-m", "searchfit_trainer")
) -> subprocess.Popen[str]:
    """Start a job as the bridge does."""
    path = folder / f"{job}.json"
    path.write_text(json.dumps(options))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, *program, job, str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def run_job(job: str, options: dict[str, Any], folder: Path) -> tuple[int, list[dict[str, Any]], str]:
    """Run a job in its own process: exit code, events, stderr."""
    process = start_job(job, options, folder)
    out, err = process.communicate(timeout=600)
    return process.returncode, [json.loads(line) for line in out.splitlines()], err
