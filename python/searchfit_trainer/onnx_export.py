"""Write an encoder as an ONNX graph, and its int8 form."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from searchfit_trainer.trainer_error import TrainerError

OPSET = 17
OUTPUT = "last_hidden_state"
INPUTS = ("input_ids", "attention_mask", "token_type_ids")


class _Encoder(nn.Module):
    """Token ids to token embeddings, with inputs by position as the tracer needs them."""

    def __init__(self, encoder: Any, names: Sequence[str]) -> None:
        super().__init__()
        self.encoder = encoder
        self.names = tuple(names)
        self.eval()  # the exporter puts the mode of this module back afterwards, in the encoder too

    def forward(self, *inputs: Tensor) -> Tensor:
        """[batch, length] int64 each → [batch, length, dimensions]."""
        hidden: Tensor = self.encoder(**dict(zip(self.names, inputs, strict=True))).last_hidden_state
        return hidden


def model_inputs(model: Any, texts: Sequence[str]) -> dict[str, Tensor]:
    """Padded inputs of a SentenceTransformer for the ONNX graph: int64 [batch, length] each."""
    features = model.preprocess(list(texts))
    return {name: features[name].cpu().to(torch.int64) for name in INPUTS if name in features}


def export_fp32(model: Any, path: Path) -> None:
    """Trace the encoder into one file; batch and length are dynamic.

    The classic exporter: on BERT-like encoders it takes 3 s where the dynamo one takes 15 s, gives a graph
    that onnxruntime runs as fast, and agrees with torch as closely. Attention is exported as plain operations:
    the graph of the fused one has a guard against rows without a token, which costs up to a tenth and which a
    text never needs, as it has its special tokens at least. The model has its own attention again afterwards.

    Raises:
        TrainerError: `EXPORT_FAILED`.
    """
    example = model_inputs(model, ["a short text", "a text that is a little longer than that"])
    names = list(example)
    axes = {name: {0: "batch", 1: "length"} for name in [*names, OUTPUT]}
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings(), torch.inference_mode(), _plain_attention(model[0].auto_model):
        warnings.simplefilter("ignore")
        try:
            torch.onnx.export(
                _Encoder(model[0].auto_model, names),
                tuple(example.values()),
                str(path),
                dynamo=False,
                opset_version=OPSET,
                input_names=names,
                output_names=[OUTPUT],
                dynamic_axes=axes,
            )
        except (RuntimeError, TypeError, AttributeError, torch.onnx.errors.OnnxExporterError) as error:
            raise TrainerError("EXPORT_FAILED", f"This model's encoder cannot be exported to ONNX: {error}") from error


@contextlib.contextmanager
def _plain_attention(encoder: Any) -> Iterator[None]:
    """Attention as plain operations in between, where the encoder can do it."""
    own = getattr(encoder.config, "_attn_implementation", None)
    try:
        encoder.set_attn_implementation("eager")
    except (AttributeError, ValueError, ImportError):
        own = None  # exported as it is
    try:
        yield
    finally:
        if own is not None:
            encoder.set_attn_implementation(own)


def quantize_int8(source: Path, target: Path) -> None:
    """Dynamic int8 quantisation of the matrix products, per channel (per tensor costs far more quality).

    Weights keep 7 bits: processors with AVX2 but without VNNI add products of 8 bits in pairs within 16 bits, so
    that 255 · 127 · 2 is cut to 32767. With 7 bits nothing is cut, and every processor gives the same sums.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    logging.getLogger().setLevel(logging.ERROR)  # it advises on pre-processing through the root logger
    quantize_dynamic(
        source,
        target,
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
    )
