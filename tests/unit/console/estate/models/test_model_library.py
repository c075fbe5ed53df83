"""Documents of models: read with bounds, faults that name file and field, files read again only when they changed.

# proves E2.4, E3.1, E3.2, E3.3
"""

import json
import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.domain.model.vector_report import VectorReport
from console.estate.models.kinds.dictionary import Dictionary
from console.estate.models.kinds.vectors import Vectors
from console.estate.models.kinds.vocabulary import Vocabulary
from console.estate.models.model_documents import ModelDocuments
from console.estate.models.model_library import ModelLibrary
from console.estate.schema.estate import Estate

HEAD = {"model": "ranker", "made_at": "2026-11-20T18:00:00+00:00"}
WORDS = {"kind": "dictionary", **HEAD, "words": [{"word": "fax", "uses": 3, "last_used": "2026-01-02"}]}


def estate(*documents: str) -> Estate:
    account = {"key": "edge", "account_id": "0" * 32, "token": "env:TOKEN"}
    model = {"key": "ranker", "account": "edge", "worker": "w", "current": "v1", "documents": documents}
    return Estate.model_validate({"name": "shop", "cloudflare": [account], "models": [model]})


def read(folder: Path, *documents: str) -> ModelDocuments:
    return ModelLibrary(folder).read(estate(*(documents or ("*.json",))))


def write(folder: Path, content: Any, name: str = "one.json") -> Path:
    file = folder / name
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    return file


def test_a_document_is_found_by_its_model_and_kind_in_json_and_yaml(tmp_path: Path) -> None:
    write(tmp_path, WORDS)
    write(tmp_path, "kind: vocabulary\nmodel: ranker\nmade_at: 2026-11-20T18:00:00+00:00\ndays: []\n", "two.yaml")
    found = read(tmp_path, "*.json", "two.yaml")
    assert found.faults == ()
    dictionary = found.find("ranker", Dictionary)
    assert dictionary is not None
    assert (dictionary.file, dictionary.document.words[0].word) == ("one.json", "fax")
    assert found.find("ranker", Vocabulary) is not None
    assert found.find("other", Dictionary) is None


def test_a_day_of_a_vocabulary_that_is_listed_twice_is_one_day(tmp_path: Path) -> None:
    parts = [{"day": "2026-11-20", "tokens": 100, "covered": 80}, {"day": "2026-11-20", "tokens": 50, "covered": 40}]
    write(tmp_path, {"kind": "vocabulary", **HEAD, "days": parts})
    found = read(tmp_path).find("ranker", Vocabulary)
    assert found is not None
    assert [(one.tokens, one.covered) for one in found.document.coverage()] == [(150, 120)]


def test_the_newest_document_of_a_kind_counts(tmp_path: Path) -> None:
    write(tmp_path, {**WORDS, "made_at": "2026-11-21T00:00:00+00:00", "size_bytes": 2}, "a.json")
    write(tmp_path, {**WORDS, "size_bytes": 1}, "b.json")
    found = read(tmp_path).find("ranker", Dictionary)
    assert found is not None
    assert found.document.size_bytes == 2


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({**WORDS, "words": [{"word": "a", "uses": -1}]}, "words[0].uses - expected at least 0"),
        ({**WORDS, "words": [{"word": "a", "uses": "9"}]}, "words[0].uses - expected a whole number"),
        ({**WORDS, "wrds": []}, 'there is no key "wrds"'),
        ({**WORDS, "made_at": "2026-11-20T18:00:00"}, "made_at - expected a time with its offset"),
        ({**WORDS, "model": "other"}, "model - this document is about other, not ranker"),
        ({**WORDS, "kind": "dictionry"}, 'did you mean "dictionary"?'),
        ([WORDS], "a model document is a mapping"),
        ("{", "this is not valid YAML"),
        ('{"kind": "dictionary", "model": "ranker", "size_bytes": NaN}', "one.json"),
        ({"kind": "vocabulary", **HEAD, "days": [{"day": "2026-11-20", "tokens": 1, "covered": 2}]},
         "more tokens are covered than there were"),
    ],
)  # fmt: skip
def test_a_fault_names_file_line_and_field(tmp_path: Path, content: Any, told: str) -> None:
    write(tmp_path, content)
    found = read(tmp_path)
    (fault,) = found.faults
    assert fault.model == "ranker"
    assert f"{tmp_path / 'one.json'}:" in fault.message
    assert told in fault.message
    assert found.find("ranker", Dictionary) is None


def test_a_bad_document_leaves_the_others_alone(tmp_path: Path) -> None:
    write(tmp_path, "{", "a.json")
    write(tmp_path, WORDS, "b.json")
    found = read(tmp_path)
    assert len(found.faults) == 1
    assert found.find("ranker", Dictionary) is not None


def test_a_file_is_read_again_only_when_it_changed(tmp_path: Path) -> None:
    file = write(tmp_path, WORDS)
    library = ModelLibrary(tmp_path)
    first = library.read(estate("*.json")).find("ranker", Dictionary)
    assert library.read(estate("*.json")).find("ranker", Dictionary) is first
    write(tmp_path, {**WORDS, "size_bytes": 7})
    os.utime(file, ns=(1, 1))
    second = library.read(estate("*.json")).find("ranker", Dictionary)
    assert second is not None
    assert second.document.size_bytes == 7


def two_models(*documents: str) -> Estate:
    account = {"key": "edge", "account_id": "0" * 32, "token": "env:TOKEN"}
    models = [{"key": key, "account": "edge", "worker": key, "current": "v1", "documents": documents}
              for key in ("ranker", "tagger")]  # fmt: skip
    return Estate.model_validate({"name": "shop", "cloudflare": [account], "models": models})


def test_models_that_share_a_folder_take_their_own_documents_only(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    write(tmp_path, WORDS, "models/a.json")
    write(tmp_path, {**WORDS, "model": "tagger", "size_bytes": 4}, "models/b.json")
    library = ModelLibrary(tmp_path)
    for _ in range(2):
        found = library.read(two_models("models"))
        assert found.faults == ()
        assert {key: one.file for (key, _), one in found.found.items()} == {"ranker": "a.json", "tagger": "b.json"}
    named = library.read(two_models("models/a.json"))
    assert "this document is about ranker, not tagger" in named.faults[0].message
    assert named.find("tagger", Dictionary) is None


def test_of_too_many_documents_those_that_changed_last_are_read_and_the_rest_is_told(tmp_path: Path) -> None:
    for day in range(203):
        file = write(tmp_path, {**WORDS, "made_at": f"2026-11-20T18:{day // 60:02}:{day % 60:02}+00:00"}, f"{day}.json")
        os.utime(file, (day, day))
    found = read(tmp_path)
    newest = found.find("ranker", Dictionary)
    assert newest is not None
    assert newest.file == "202.json"
    assert [one.message for one in found.faults] == [
        "203 documents are named; only the 200 that were changed last are read."
    ]


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "models").mkdir()

    def refused(_folder: Path) -> Iterator[Path]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refused)
    (fault,) = read(tmp_path, "models").faults
    assert "models cannot be read: Permission denied" in fault.message


def vectors_of(folder: Path, raw: bytes | None) -> tuple[ModelDocuments, Any]:
    write(folder, {"kind": "vectors", **HEAD, "file": "words.npy"})
    if raw is not None:
        (folder / "words.npy").write_bytes(raw)
    found = read(folder)
    one = found.find("ranker", Vectors)
    return found, None if one is None else one.report


def saved(array: Any) -> bytes:
    stream = BytesIO()
    np.save(stream, array)
    return stream.getvalue()


def test_vectors_become_a_report(tmp_path: Path) -> None:
    _, report = vectors_of(tmp_path, saved(np.eye(6, dtype=np.float32)))
    assert isinstance(report, VectorReport)
    assert (report.words, report.dimensions) == (6, 6)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (None, "words.npy cannot be read"),
        (b"", "no NumPy file"),
        (b"\x93NUMPY\x01\x00", "no NumPy file"),
        (saved(np.array([{"a": 1}], dtype=object)), "no NumPy file"),
        (saved(np.zeros(4)), "two dimensions"),
        (saved(np.zeros((4, 4), dtype=np.int8)), "two dimensions"),
        (saved(np.zeros((1, 4))), "1 row of 4 numbers"),
        (saved(np.full((4, 4), np.nan)), "not finite"),
        (saved(np.eye(4) * 1e39), "not finite"),
    ],
)
def test_vectors_that_cannot_be_used_are_told(tmp_path: Path, raw: bytes | None, told: str) -> None:
    found, report = vectors_of(tmp_path, raw)
    assert report is None
    assert told in found.faults[0].message


def test_vectors_that_were_exported_anew_are_read_anew(tmp_path: Path) -> None:
    write(tmp_path, {"kind": "vectors", **HEAD, "file": "words.npy"})
    library = ModelLibrary(tmp_path)
    for words in (6, 7):
        (tmp_path / "words.npy").write_bytes(saved(np.eye(words, dtype=np.float32)))
        found = library.read(estate("*.json")).find("ranker", Vectors)
        assert found is not None
        assert isinstance(found.report, VectorReport)
        assert found.report.words == words


def test_vectors_outside_the_estates_folder_are_not_read(tmp_path: Path) -> None:
    inner = tmp_path / "estate"
    inner.mkdir()
    (tmp_path / "words.npy").write_bytes(saved(np.eye(4)))
    (inner / "words.npy").symlink_to(tmp_path / "words.npy")
    found, report = vectors_of(inner, None)
    assert report is None
    assert "outside the estate's folder" in found.faults[0].message
    write(inner, {"kind": "vectors", **HEAD, "file": "../words.npy"})
    assert "file - " in read(inner).faults[0].message


_NAMES = st.sampled_from(["kind", "model", "made_at", "words", "days", "file", "arms"])
_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.sampled_from(["dictionary", "ranker"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner),
    max_leaves=8,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(_ANYTHING)
def test_anything_at_all_is_a_document_or_a_fault(tmp_path: Path, content: Any) -> None:
    write(tmp_path, content)
    found = read(tmp_path)
    assert len(found.found) + len(found.faults) == 1
