"""Make onnx-embedder's tiny test model and the embeddings that sentence-transformers gives for it.

Run with the pinned Python environment, from the repository's root:

    python tools/golden/make_tiny_model.py

Writes packages/onnx-embedder/test/fixtures/tiny-model and test/golden/tiny-model.json.
The model is random (seed 7): it is there to be compared, not to be good.
"""

from __future__ import annotations

import json
import shutil
import string
from importlib.metadata import version
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Normalize, Pooling, Transformer
from tokenizers import BertWordPieceTokenizer
from transformers import BertConfig, BertModel, BertTokenizerFast

ROOT = Path(__file__).resolve().parents[2] / "packages" / "onnx-embedder" / "test"
FOLDER = ROOT / "fixtures" / "tiny-model"
WORDS = "water proof jacket for hiking in the rain red shoe lamp desk coffee pot with and of a 12 cm".split()
TEXTS = [
    "waterproof jacket for hiking in the rain",
    "red shoe",
    "",
    "Desk lamp, 12 cm — with a coffee pot!",
    "Ünïcödé   spaces\tand\nlines",
    "漢字 jacket 😀",
    "a " * 100,
    "unbreakable" * 30,
]


def main() -> None:
    """Write the folder and the expected embeddings."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    bert = FOLDER.with_name("tiny-bert")
    letters = list(string.ascii_lowercase + string.digits + string.punctuation)
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary += list(dict.fromkeys(WORDS + letters + [f"##{x}" for x in letters[:36]]))
    bert.mkdir(parents=True, exist_ok=True)
    (bert / "vocab.txt").write_text("\n".join(vocabulary) + "\n")
    tokenizer = BertWordPieceTokenizer(str(bert / "vocab.txt"), lowercase=True)
    tokenizer.enable_truncation(8)  # a wrong limit on purpose: the loader has to ignore it
    tokenizer.enable_padding(length=8)
    tokenizer.save(str(bert / "tokenizer.json"))
    BertTokenizerFast(tokenizer_file=str(bert / "tokenizer.json")).save_pretrained(bert)
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(config).eval().save_pretrained(bert)
    transformer = Transformer(str(bert), max_seq_length=24)
    model = SentenceTransformer(
        modules=[transformer, Pooling(32, pooling_mode="mean"), Normalize()], device="cpu"
    )
    model.save_pretrained(str(FOLDER), create_model_card=False)
    wrong = json.loads((bert / "tokenizer.json").read_text())
    (FOLDER / "tokenizer.json").write_text(json.dumps(wrong))
    export(BertModel.from_pretrained(bert, attn_implementation="eager").eval())
    shutil.rmtree(bert)
    (FOLDER / "model.safetensors").unlink()
    expected = model.encode(TEXTS, batch_size=1)
    golden = {
        "made_by": f"sentence-transformers {version('sentence-transformers')}, torch {version('torch')}",
        "texts": TEXTS,
        "tokens": [len(model.tokenizer(t, truncation=False)["input_ids"]) for t in TEXTS],
        "embeddings": [[float(x) for x in row] for row in expected],
    }
    (ROOT / "golden").mkdir(exist_ok=True)
    (ROOT / "golden" / "tiny-model.json").write_text(json.dumps(golden) + "\n")


def export(model: BertModel) -> None:
    """Export to ONNX, fp32 and int8."""

    class Wrapper(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
            return self.model(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state

    onnx = FOLDER / "onnx"
    onnx.mkdir()
    ids = torch.ones(2, 6, dtype=torch.long)
    names = ["input_ids", "attention_mask", "token_type_ids"]
    torch.onnx.export(
        Wrapper(),
        (ids, ids, torch.zeros_like(ids)),
        str(onnx / "model.onnx"),
        input_names=names,
        output_names=["last_hidden_state"],
        dynamic_axes={name: {0: "batch", 1: "length"} for name in [*names, "last_hidden_state"]},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(
        onnx / "model.onnx",
        onnx / "model_int8.onnx",
        per_channel=True,
        op_types_to_quantize=["MatMul"],
        weight_type=QuantType.QInt8,
    )


if __name__ == "__main__":
    main()
