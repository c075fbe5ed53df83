"""Log lines are scrubbed, tracebacks included; texts are translated and values are never formats."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.kernel.i18n import Speaking, load_texts, set_language, t
from console.kernel.log import set_up_logging
from console.kernel.redact import register_secret


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    for one in list(root.handlers):
        root.removeHandler(one)
        if one not in handlers:
            one.close()
    for one in handlers:
        root.addHandler(one)
    root.setLevel(level)
    set_language("en")


@pytest.mark.parametrize("as_json", [False, True])
def test_no_secret_reaches_stream_or_file(tmp_path: Path, as_json: bool) -> None:
    register_secret("canary-secret-in-log")
    stream, file = io.StringIO(), tmp_path / "logs" / "console.log"
    set_up_logging(stream=stream, file=file, as_json=as_json)
    try:
        raise ValueError("failed with canary-secret-in-log")
    except ValueError:
        logging.getLogger("x").exception("said %s", "canary-secret-in-log")
    for text in (stream.getvalue(), file.read_text()):
        assert "ValueError" in text
        assert "canary-secret" not in text
        assert not as_json or json.loads(text)["level"] == "error"
    assert file.stat().st_mode & 0o077 == 0


def test_headers_of_answers_reach_no_log_however_much_is_told() -> None:
    stream = io.StringIO()
    set_up_logging(level=logging.DEBUG, stream=stream)
    logging.getLogger("httpcore.http11").debug("headers %s", [(b"set-cookie", b"session=canary")])
    logging.getLogger("x").debug("said")
    assert "said" in stream.getvalue()
    assert "canary" not in stream.getvalue()


def test_values_are_inserted_and_never_interpreted() -> None:
    assert t("Read {name}", name="{0.__class__} {name}") == "Read {0.__class__} {name}"


@pytest.mark.parametrize("one", [1, "1"])
def test_english_tells_one_thing_in_the_singular(one: object) -> None:
    assert t("{count} findings of {tools}", count=one, tools="a, b") == "1 finding of a, b"
    assert t("{count} findings of {tools}", count=2, tools="1") == "2 findings of 1"
    assert t("{cell}: {count} alerts fire", cell="{count} alerts", count=one) == "{count} alerts: 1 alert fires"
    with Speaking("ja"):
        assert t("{count} files", count=one) == "1 ファイル"
    told = t("{version} answers {percent} % of the calls: {reasons}", version="1", percent="5", reasons="-")
    assert told == "1 answers 5 % of the calls: -", "what is called 1 is not counted"


def test_an_unknown_language_is_english() -> None:
    set_language("tlh")
    assert t("never") == "never"


def test_japanese_is_used_when_chosen() -> None:
    texts = load_texts("ja")
    english, japanese = next((key, value) for key, value in texts.items() if "{" not in key and key != value)
    set_language("ja")
    assert t(english) == japanese
