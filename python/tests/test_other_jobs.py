from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from conftest import DIMENSIONS, Recorder, write_lines
from event_schema import check_events
from sentence_transformers import SentenceTransformer

from searchfit_trainer import describe_job, encode_job, export_job, hub_model_job, packaged_model_job
from searchfit_trainer.cancellation import Cancellation
from searchfit_trainer.job_context import JobContext
from searchfit_trainer.onnx_export import export_fp32
from searchfit_trainer.trainer_error import TrainerError


def run(job: str, module: Any, options: dict[str, Any]) -> dict[str, Any]:
    recorder = Recorder()
    result: dict[str, Any] = module.run(options, JobContext(job, recorder, Cancellation()))  # type: ignore[arg-type]
    check_events([*recorder.events, {"type": "job-end", "job": job, "result": result}])
    return result


def test_the_onnx_files_agree_with_the_torch_model(tmp_path: Path, tiny_model: Path) -> None:
    result = run("export-onnx", export_job, {"modelFolder": str(tiny_model), "outputFolder": str(tmp_path / "onnx")})
    fp32, int8 = result["files"]["fp32"], result["files"]["int8"]
    assert fp32["parity"]["minCosine"] > 0.999999
    assert fp32["parity"]["maxDifference"] < 1e-5
    assert int8["parity"]["minCosine"] > 0.98
    assert sorted(path.name for path in (tmp_path / "onnx").iterdir()) == ["model.onnx", "model_int8.onnx"]
    content = (tmp_path / "onnx" / "model.onnx").read_bytes()
    assert hashlib.sha256(content).hexdigest() == fp32["sha256"]


def test_int8_weights_keep_seven_bits_so_that_no_processor_cuts_a_sum(tmp_path: Path, tiny_model: Path) -> None:
    run("export-onnx", export_job, {"modelFolder": str(tiny_model), "outputFolder": str(tmp_path / "onnx")})
    weights = [
        onnx.numpy_helper.to_array(tensor)
        for tensor in onnx.load(tmp_path / "onnx" / "model_int8.onnx").graph.initializer
        if tensor.data_type == onnx.TensorProto.INT8
    ]
    most = max(int(np.abs(values.astype(np.int32)).max()) for values in weights if values.ndim == 2)
    assert 60 <= most <= 64  # 255 * 64 * 2 fits in 16 bits: 32640


def test_the_graph_has_named_int64_inputs_of_any_batch_and_length(tmp_path: Path, tiny_model: Path) -> None:
    options = {"modelFolder": str(tiny_model), "outputFolder": str(tmp_path / "onnx"), "precisions": ["fp32"]}
    result = run("export-onnx", export_job, options)
    session = onnxruntime.InferenceSession(str(tmp_path / "onnx" / "model.onnx"))
    inputs = {value.name: value for value in session.get_inputs()}
    assert sorted(inputs) == sorted(result["inputs"])
    assert {value.type for value in inputs.values()} == {"tensor(int64)"}
    for shape in ((1, 2), (3, 40)):
        (hidden,) = session.run(["last_hidden_state"], {name: np.ones(shape, dtype=np.int64) for name in inputs})
        assert hidden.shape == (*shape, DIMENSIONS)


def test_the_graph_has_no_guard_that_texts_never_need_and_the_model_keeps_its_attention(
    tmp_path: Path, tiny_model: Path
) -> None:
    model = SentenceTransformer(str(tiny_model), device="cpu")
    before = model[0].auto_model.config._attn_implementation
    export_fp32(model, tmp_path / "model.onnx")
    assert "IsNaN" not in {node.op_type for node in onnx.load(tmp_path / "model.onnx").graph.node}
    assert model[0].auto_model.config._attn_implementation == before == "sdpa"


def test_int8_alone_leaves_no_fp32_file(tmp_path: Path, tiny_model: Path) -> None:
    options = {
        "modelFolder": str(tiny_model),
        "outputFolder": str(tmp_path / "onnx"),
        "precisions": ["int8"],
        "checkTexts": ["a", "b c"],
    }
    assert run("export-onnx", export_job, options)["checkTexts"] == 2
    assert [path.name for path in (tmp_path / "onnx").iterdir()] == ["model_int8.onnx"]


def test_encode_writes_what_sentence_transformers_gives(tmp_path: Path, tiny_model: Path) -> None:
    texts = ["red lamp", "", "a long one " * 30, "\ud800"]
    file = write_lines(tmp_path / "texts.jsonl", [{"text": text} for text in texts])
    options = {"modelFolder": str(tiny_model), "textsFile": str(file), "outputFile": str(tmp_path / "vectors.f32")}
    assert run("encode", encode_job, options)["rows"] == 4
    vectors = np.fromfile(tmp_path / "vectors.f32", dtype="<f4").reshape(4, DIMENSIONS)
    expected = SentenceTransformer(str(tiny_model), device="cpu").encode([*texts[:3], "\ufffd"])
    assert np.array_equal(vectors, expected)
    run("encode", encode_job, {**options, "prompt": "query: "})
    prompted = np.fromfile(tmp_path / "vectors.f32", dtype="<f4").reshape(4, DIMENSIONS)
    assert not np.allclose(prompted, vectors)


def test_encode_names_every_line_without_a_text(tmp_path: Path, tiny_model: Path) -> None:
    file = write_lines(tmp_path / "texts.jsonl", [{"text": "a"}, {"texts": "b"}, {"text": 3}])
    options = {"modelFolder": str(tiny_model), "textsFile": str(file), "outputFile": str(tmp_path / "vectors.f32")}
    with pytest.raises(TrainerError, match=r"line 2.*line 3") as caught:
        run("encode", encode_job, options)
    assert caught.value.code == "INVALID_TEXTS"
    assert not (tmp_path / "vectors.f32").exists()


def test_describe_names_versions_and_hardware() -> None:
    result = run("describe", describe_job, {})
    assert result["versions"]["onnxruntime"]
    assert result["hardware"]["cores"] >= 1


def test_an_unreachable_hub_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub

    def refuse(*_: object, **__: object) -> None:
        raise ConnectionError("no route")

    monkeypatch.setattr(huggingface_hub.HfApi, "model_info", refuse)
    options = {"modelId": "acme/base", "cacheFolder": str(tmp_path), "timeoutSeconds": 1}
    with pytest.raises(TrainerError) as caught:
        run("resolve-hub-model", hub_model_job, options)
    assert caught.value.code == "HUB_UNREACHABLE"
    assert caught.value.hint


@pytest.mark.parametrize("files", [["pytorch_model.bin", "config.json"], ["onnx/model.safetensors"]])
def test_a_hub_model_with_pickled_weights_only_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: list[str]
) -> None:
    import types

    import huggingface_hub

    siblings = [types.SimpleNamespace(rfilename=name) for name in files]
    info = types.SimpleNamespace(siblings=siblings, sha="1" * 40, card_data=None)
    monkeypatch.setattr(huggingface_hub.HfApi, "model_info", lambda *_, **__: info)
    with pytest.raises(TrainerError) as caught:
        run("resolve-hub-model", hub_model_job, {"modelId": "acme/base", "cacheFolder": str(tmp_path)})
    assert caught.value.code == "PICKLE_ONLY"


def test_an_impossible_model_id_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(TrainerError) as caught:
        run("resolve-hub-model", hub_model_job, {"modelId": "a/b/c d", "cacheFolder": str(tmp_path)})
    assert caught.value.code == "MODEL_NOT_FOUND"


def test_the_packaged_model_is_copied_into_a_complete_folder(tmp_path: Path) -> None:
    result = run("copy-packaged-model", packaged_model_job, {"outputFolder": str(tmp_path / "base")})
    assert result["sha256"] == packaged_model_job.WEIGHTS_SHA256
    tokenizer = json.loads((tmp_path / "base" / "tokenizer.json").read_text())
    assert tokenizer["truncation"]["max_length"] == 256
    assert tokenizer["padding"]["strategy"] == "BatchLongest"
    model = SentenceTransformer(str(tmp_path / "base"), device="cpu")
    assert model.max_seq_length == 256
    related, unrelated = model.similarity(model.encode(["a cup"]), model.encode(["a mug", "a lawsuit"]))[0]
    assert related > unrelated


def test_changed_packaged_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packaged_model_job, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(TrainerError) as caught:
        run("copy-packaged-model", packaged_model_job, {"outputFolder": str(tmp_path / "base")})
    assert caught.value.code == "PACKAGED_MODEL_CHANGED"
    assert not (tmp_path / "base").exists()
