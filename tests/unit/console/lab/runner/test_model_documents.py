"""The lab's documents are such as the console reads: whole, and with something to say. (proves E3.1, E3.2, E3.3)"""

from pathlib import Path

import pytest

from console.domain.model.vector_report import VectorReport
from console.estate.models.kinds.dictionary import Dictionary
from console.estate.models.kinds.vectors import Vectors
from console.estate.models.kinds.vocabulary import Vocabulary
from console.estate.models.model_documents import ModelDocuments
from console.estate.models.model_library import ModelLibrary
from console.lab.runner.model_documents import MODEL, model_documents
from tests.fakes.model_world import model_estate
from tests.fakes.simulated_lab import MONDAY_TEN_JST


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> ModelDocuments:
    folder = tmp_path_factory.mktemp("lab")
    write(folder, model_documents(7, MONDAY_TEN_JST))
    model = {"key": MODEL, "account": "edge", "worker": "w", "current": "v1", "documents": ["*.json"]}
    return ModelLibrary(folder).read(model_estate(models=[model]))


def write(folder: Path, files: "object") -> None:
    assert isinstance(files, dict)
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def test_every_document_is_read(found: ModelDocuments) -> None:
    assert found.faults == ()
    assert {type(one.document).__name__ for one in found.found.values()} >= {"Dictionary", "Vocabulary", "Vectors"}


def test_they_have_words_tokens_and_vectors_with_something_to_say(found: ModelDocuments) -> None:
    dictionary, vocabulary = found.find(MODEL, Dictionary), found.find(MODEL, Vocabulary)
    vectors = found.find(MODEL, Vectors)
    assert dictionary is not None
    assert vocabulary is not None
    assert vectors is not None
    assert len({one.word for one in dictionary.document.words}) == 1_000
    assert len(vocabulary.document.days) == 30
    assert not {one.word for one in dictionary.document.words} & set(vocabulary.document.missing())
    assert isinstance(vectors.report, VectorReport)
    assert vectors.report.best is not None


def test_the_same_seed_writes_the_same_numbers() -> None:
    assert model_documents(7, MONDAY_TEN_JST) == model_documents(7, MONDAY_TEN_JST)
    assert model_documents(8, MONDAY_TEN_JST) != model_documents(7, MONDAY_TEN_JST)
