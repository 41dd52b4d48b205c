"""The options of each job. Keys on the wire are the camelCase of the fields."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from searchfit_trainer import option_checks as check
from searchfit_trainer.options import nested, option


@dataclass(frozen=True, slots=True)
class DevOptions:
    """The judged queries that pick the best epoch.

    Attributes:
        corpus_file: JSON lines `{"_id", "text"}`.
        queries_file: JSON lines `{"_id", "text"}`.
        qrels_file: TREC qrels, `query-id 0 document-id grade`.
    """

    corpus_file: Path = option(check.file)
    queries_file: Path = option(check.file)
    qrels_file: Path = option(check.file)


@dataclass(frozen=True, slots=True)
class LoraOptions:
    """Adapters of low rank, in place of training whole matrices.

    Attributes:
        rank: Columns of the thin matrices.
        alpha: The addition is multiplied by alpha / rank.
        dropout: Share of an adapter's inputs that training drops.
        target_modules: Last names of the linear layers, such as "query"; None for all of the encoder's stack.
    """

    rank: int = option(check.integer(1), default=8)
    alpha: float = option(check.number(0, 10_000, above=True), default=16.0)
    dropout: float = option(check.number(0, 0.9), default=0.0)
    target_modules: tuple[str, ...] | None = option(check.nullable(check.list_of(check.text)), default=None)


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """Options of `train`.

    Attributes:
        base_model: sentence-transformers (or plain transformers) folder with safetensors weights.
        train_file: JSON lines, see `training_rows`.
        dev: Judged queries.
        output_folder: Where the model folder goes; replaced when it exists.
        checkpoint_folder: Where checkpoints go; a training with equal inputs resumes from it.
        log_file: Human-readable log, or None.
        metrics_file: JSON lines of losses and evaluations, or None.
        base_model_name: Name for the model card; the folder's name otherwise.
        license: Licence of the base model for the model card, or None when not known.
        trained_at: Time for the model card, or None to leave it out (artefacts stay reproducible).
        epochs: Passes over the rows.
        batch_size: Rows a step.
        learning_rate: Peak of the schedule.
        warmup_ratio: Share of the steps that warms up.
        weight_decay: AdamW's, on matrices only.
        schedule: What follows the warm-up; "cosine-with-restarts" begins anew at each epoch.
        scale: 1 / temperature of the softmax over cosine similarities.
        matryoshka_dimensions: Leading dimensions to train, each with a loss of its own; None for all of them.
        guard_margin: Leave out negatives that the base model finds closer than the positive by this; None for no guard.
        mini_batch_size: Texts whose activations are held at once (the gradients stay those of the batch); None for all.
        mix_with_base: Try weights between base and best epoch too; dev decides.
        symmetric: Add the positive → anchor direction.
        seed: Of dropout and of the batches.
        dropout: Share of activations that training drops, attention included; None for the base model's own.
        max_tokens: Cut texts here; None for the model's limit.
        freeze_layers: Lowest encoder layers to leave as they are.
        freeze_embeddings: Leave token embeddings as they are.
        lora: Train adapters of low rank beside the frozen weights, merged into them at the end; None for all weights.
        sub_forwards: Length-sorted parts that a batch is encoded in; None for those that cost least.
        device: "auto" takes CUDA, then MPS, then the CPU.
        precision: "auto" takes bf16 where it is native and measured faster, else fp32.
        threads: CPU threads; None for the cores this process may use.
        checkpoint_every_steps: Also save between epoch ends.
        evaluate_every_steps: Score dev after every so many steps too; the best evaluation is kept. None: after epochs.
        early_stopping_patience: Stop after so many evaluations without a better dev NDCG@10.
        average_epochs: Try the mean of the weights at all evaluations too; dev decides.
        query_prompt: Put before queries, and written into the model; None for the base model's own.
        document_prompt: Put before documents, and written into the model; None for the base model's own.
        teacher_lists_file: Documents with a teacher's scores for each query, see `teacher_lists`; None for no teacher.
        teacher_corpus_file: JSON lines `{"_id", "text"}`: the documents that the lists name.
        teacher_model: Cross-encoder or sentence-transformers folder that scores the lists; None takes their scores.
        teacher_weight: Share of the teacher's loss in a row's loss; the in-batch loss has the rest.
        teacher_temperature: Of the teacher's softmax over its scores, which are min-max normalised in each list.
        teacher_loss: "kl" compares whole lists, "margin-mse" differences of two documents' scores.
        keep_checkpoints: Newest checkpoints to keep.
    """

    base_model: Path = option(check.folder)
    train_file: Path = option(check.file)
    dev: DevOptions = nested(DevOptions)
    output_folder: Path = option(check.path)
    checkpoint_folder: Path = option(check.path)
    log_file: Path | None = option(check.nullable(check.path), default=None)
    metrics_file: Path | None = option(check.nullable(check.path), default=None)
    base_model_name: str | None = option(check.nullable(check.text), default=None)
    license: str | None = option(check.nullable(check.text), default=None)
    trained_at: str | None = option(check.nullable(check.text), default=None)
    epochs: int = option(check.integer(1), default=3)
    batch_size: int = option(check.integer(2), default=32)
    learning_rate: float = option(check.number(0, 1, above=True), default=2e-5)
    warmup_ratio: float = option(check.number(0, 1), default=0.1)
    weight_decay: float = option(check.number(0, 1), default=0.01)
    schedule: str = option(check.one_of("linear", "cosine", "cosine-with-restarts", "constant"), default="linear")
    scale: float = option(check.number(0, 1000, above=True), default=20.0)
    matryoshka_dimensions: tuple[int, ...] | None = option(
        check.nullable(check.list_of(check.integer(1))), default=None
    )
    guard_margin: float | None = option(check.nullable(check.number(0, 2)), default=None)
    mini_batch_size: int | None = option(check.nullable(check.integer(1)), default=None)
    mix_with_base: bool = option(check.boolean, default=False)
    symmetric: bool = option(check.boolean, default=False)
    seed: int = option(check.integer(0), default=42)
    dropout: float | None = option(check.nullable(check.number(0, 0.9)), default=None)
    max_tokens: int | None = option(check.nullable(check.integer(4)), default=None)
    freeze_layers: int = option(check.integer(0), default=0)
    freeze_embeddings: bool = option(check.boolean, default=False)
    lora: LoraOptions | None = nested(LoraOptions, default=None)
    sub_forwards: int | None = option(check.nullable(check.integer(1)), default=None)
    device: str = option(check.one_of("auto", "cpu", "cuda", "mps"), default="auto")
    precision: str = option(check.one_of("auto", "fp32", "bf16", "fp16"), default="auto")
    threads: int | None = option(check.nullable(check.integer(1)), default=None)
    checkpoint_every_steps: int | None = option(check.nullable(check.integer(1)), default=None)
    evaluate_every_steps: int | None = option(check.nullable(check.integer(1)), default=None)
    early_stopping_patience: int | None = option(check.nullable(check.integer(1)), default=None)
    average_epochs: bool = option(check.boolean, default=False)
    query_prompt: str | None = option(check.nullable(check.text), default=None)
    document_prompt: str | None = option(check.nullable(check.text), default=None)
    teacher_lists_file: Path | None = option(check.nullable(check.file), default=None)
    teacher_corpus_file: Path | None = option(check.nullable(check.file), default=None)
    teacher_model: Path | None = option(check.nullable(check.folder), default=None)
    teacher_weight: float = option(check.number(0, 1, above=True), default=0.5)
    teacher_temperature: float = option(check.number(0, 100, above=True), default=0.1)
    teacher_loss: str = option(check.one_of("kl", "margin-mse"), default="kl")
    keep_checkpoints: int = option(check.integer(1), default=2)


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """Options of `export-onnx`.

    Attributes:
        model_folder: What to export.
        output_folder: Where the ONNX files go; None for `onnx` inside the model folder.
        precisions: Which files to make.
        check_texts: Texts for the parity figures: JSON lines `{"text"}` or a list; None for a built-in few.
        threads: CPU threads for the parity runs.
    """

    model_folder: Path = option(check.folder)
    output_folder: Path | None = option(check.nullable(check.path), default=None)
    precisions: tuple[str, ...] = option(check.list_of(check.one_of("fp32", "int8")), default=("fp32", "int8"))
    check_texts: Path | tuple[str, ...] | None = option(check.nullable(check.file_or_texts), default=None)
    threads: int | None = option(check.nullable(check.integer(1)), default=None)


@dataclass(frozen=True, slots=True)
class EncodeOptions:
    """Options of `encode`: texts in, raw little-endian float32 [rows, dimensions] out."""

    model_folder: Path = option(check.folder)
    texts_file: Path = option(check.file)
    output_file: Path = option(check.path)
    prompt: str | None = option(check.nullable(check.text), default=None)
    device: str = option(check.one_of("auto", "cpu", "cuda", "mps"), default="cpu")
    threads: int | None = option(check.nullable(check.integer(1)), default=None)


@dataclass(frozen=True, slots=True)
class HubModelOptions:
    """Options of `resolve-hub-model`."""

    model_id: str = option(check.text)
    cache_folder: Path | None = option(check.nullable(check.path), default=None)
    revision: str | None = option(check.nullable(check.text), default=None)
    timeout_seconds: float = option(check.number(0, 3600, above=True), default=20.0)


@dataclass(frozen=True, slots=True)
class PackagedModelOptions:
    """Options of `copy-packaged-model`."""

    output_folder: Path = option(check.path)


@dataclass(frozen=True, slots=True)
class DescribeOptions:
    """Options of `describe`: none."""
