"""What was written down in one language shows in the reader's. (proves issue 8 "Japanese complete")"""

from collections.abc import Iterator
from string import Formatter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.domain.incident.incident import Incident, IncidentAlert, IncidentMoment
from console.domain.incident.incident_level import IncidentLevel
from console.kernel.i18n import Speaking, language, load_texts, set_language, t
from console.presenters.incident_timeline import timeline_rows
from console.presenters.retold import retold
from console.store.state import State

_SHORTEST, _FEWEST, _MOST_MISSED = 32, 2_000, 8  # a few end in two values, or read like another one


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    set_language("en")


SENTENCES = [
    lambda: t("Dry run: nobody was asked."),
    lambda: t("It took longer than {time}.", time="7 x"),
    lambda: t("The gate is closed. {why}", why=t("There was nothing to be undone.")),
    lambda: f"{t('There was nothing to be undone.')} {t('Dry run: nobody was asked.')}",
    lambda: t("The query returns {count} series from {low} to {high}.", count=3, low="1.5", high="9"),
    lambda: t("{slo} burns its error budget {speed} times too fast", slo="shop / latency", speed="14.4"),
    lambda: t("Refused by the policy {policy}: {text}", policy="freeze", text=t("There was nothing to be undone.")),
    lambda: t("{count} lines", count=12),
    lambda: t("{actor} has begun: {title}", actor="山田", title="outage"),  # no space beside 山田
    lambda: t(
        "Mute the alerts of {connection} with {matchers}: {comment}.",
        connection="東京",
        matchers="a=b",
        comment="because",
    ),
    lambda: t(
        "Run CronJob {name} of {namespace} at {schedule}.", name="report", namespace="東京", schedule="0 3 * * *"
    ),
    lambda: t("{target}: {ready} of {wanted} pods are ready.", target="lab:Deployment/cell-a/web", ready=2, wanted=2),
]


@pytest.mark.parametrize("write", SENTENCES)
def test_a_sentence_is_told_in_both_directions(write: object) -> None:
    assert callable(write)
    english = write()
    with Speaking("ja"):
        japanese = write()
        assert retold(english) == japanese
        assert retold(japanese) == japanese
    assert japanese != english
    assert retold(japanese) == english
    assert retold(english) == english


@pytest.mark.parametrize(
    "text",
    [
        "",
        "rolled back by hand, see ticket 4711",
        "ロールバックしました（手動）",
        "kubectl get pods -A",
        "The backup of tokyo failed",
        "Everything that we tried on Friday did not help, and the pods are waiting",
        "x" * 5_000,
        "{",
        "}{ {0}",
    ],
)
def test_what_a_person_wrote_stays_as_it_is(text: str) -> None:
    assert retold(text) == text
    with Speaking("ja"):
        assert retold(text) == text


@pytest.mark.parametrize("text", ["障害です。直しました。", "担当者は山田。再起動した。様子を見る。"])
def test_a_persons_words_get_no_blanks(text: str) -> None:
    assert retold(text) == text


def test_several_things_that_are_said_of_one_are_told_each() -> None:
    with Speaking("ja"):
        told = [t("place {place} of {files}", place=1, files=9), t("fixes in 12 months: {count}", count=3)]
        assert retold("place 1 of 9; fixes in 12 months: 3") == "; ".join(told)
        assert retold("fixes in 12 months: 3 · kim's own words") == f"{told[1]} · kim's own words"
    assert retold("one; two · three") == "one; two · three"


def test_what_is_said_of_a_place_is_told() -> None:
    with Speaking("ja"):
        said = t("merged while a check failed")
        assert retold("#422 of Jonas Keller: merged while a check failed") == f"#422 of Jonas Keller: {said}"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
@pytest.mark.parametrize("reader", ["en", "ja"])
def test_no_text_breaks_it(reader: str, text: str) -> None:
    if language() != reader:
        set_language(reader)
    assert isinstance(retold(text), str)


def test_every_sentence_of_the_console_is_known_again() -> None:
    """Short labels share their words, so that they cannot all be told apart; sentences can."""
    texts, missed, tried = load_texts("ja"), [], 0
    set_language("ja")
    for key, japanese in texts.items():
        if not key.endswith(".") or len(key) < _SHORTEST:
            continue
        values = {name: f"v{place}x" for place, (_, name, _, _) in enumerate(Formatter().parse(key)) if name}
        tried += 1
        if retold(key.format_map(values)) != japanese.format_map(values):
            missed.append(key)
    assert tried > _FEWEST
    assert len(missed) < _MOST_MISSED, missed


def test_a_timeline_is_read_by_two_people() -> None:
    moment = IncidentMoment(1_000.0, "noted", "It was stopped.", "kim")
    alert = IncidentAlert(
        "a", "SloBurns", "critical", (), "shop burns its error budget 14.4 times too fast", starts=(1_000.0,)
    )
    incident = Incident("i-1", "shop", IncidentLevel.ESCALATED, "SloBurns", 1_000.0, alerts=(alert,), moments=(moment,))
    with Speaking("ja"):
        rows = timeline_rows(incident, State(), 2_000.0)
        burns = t("{slo} burns its error budget {speed} times too fast", slo="shop", speed="14.4")
        expected = [burns, t("It was stopped.")]
    assert all(any(text in row.what for row in rows) for text in expected), rows
    assert any("It was stopped." in row.what for row in timeline_rows(incident, State(), 2_000.0))
