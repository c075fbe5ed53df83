"""Printing judgements with Kayenta's verdict beside them: a single one, or those of all canaries of a cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import click

from console.cli.emit import Sheet, emit_sheet, emit_value
from console.cli.invocation import Invocation
from console.cli.plain_text import say
from console.domain.judge.judgement import Judgement
from console.domain.judge.kayenta.score import KayentaVerdict
from console.domain.judge.metric_verdict import Verdict
from console.kernel.i18n import t
from console.presenters.judge_rows import JudgeRow, judge_rows, kayenta_text
from console.presenters.judge_text import doubt_sentence, judgement_sentence


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement, what Kayenta says, on how many points, and the queries by metric.

    ``service`` and ``rollout`` name the canary where it is one of a cell.
    """

    judgement: Judgement
    kayenta: KayentaVerdict
    points: int
    queries: Mapping[str, str] = field(default_factory=dict)
    service: str = ""
    rollout: str = ""

    @property
    def passed(self) -> bool:
        """Return whether the canary may go on."""
        return self.judgement.verdict is Verdict.PASS


def emit_judged(invocation: Invocation, judged: Judged, output: str) -> None:
    """Print the verdict in a sentence and the metrics below it, or everything as one object."""
    if output in {"json", "yaml"}:
        emit_value(_whole(judged), output)
        return
    if output == "table":
        _emit_sentence(judged)
    emit_sheet(_sheet(_rows(judged)), output)
    for note in _notes(judged):
        invocation.note(note)


def emit_canaries(invocation: Invocation, canaries: Sequence[Judged], output: str) -> None:
    """Print the canaries of a cell below headings, as one list or as one sheet; each is told by its rollout."""
    if output in {"json", "yaml"}:
        emit_value([_named(one, _whole(one)) for one in canaries], output)
        return
    if output == "csv":
        records = [_named(one, _record(row)) for one in canaries for row in _rows(one)]
        emit_sheet(Sheet((), (), records, names=("service", "rollout", *_sheet(()).names)), output)
    else:
        for place, one in enumerate(canaries):
            if place:
                click.echo()
            say(t("Canary of {service} (Rollout {name})", service=one.service, name=one.rollout))
            _emit_sentence(one)
            emit_sheet(_sheet(_rows(one)), output)
    for one in canaries:
        for note in _notes(one):
            invocation.note(f"{one.service}: {note}")


def _emit_sentence(judged: Judged) -> None:
    say(judgement_sentence(judged.judgement))
    click.echo()


def _notes(judged: Judged) -> Iterator[str]:
    yield t("Kayenta would say: {text}.", text=kayenta_text(judged.kayenta, judged.points))
    for doubt in judged.judgement.doubts:
        yield doubt_sentence(doubt, judged.judgement.canary_share)


def _rows(judged: Judged) -> tuple[JudgeRow, ...]:
    return judge_rows(judged.judgement, judged.kayenta, judged.queries)


def _named(judged: Judged, record: dict[str, Any]) -> dict[str, Any]:
    return {"service": judged.service, "rollout": judged.rollout, **record}


def _sheet(rows: tuple[JudgeRow, ...]) -> Sheet:
    titles = (
        t("METRIC"), t("VERDICT"), t("BASELINE"), t("CANARY"), t("RATIO"), t("BY CHANCE"), t("NEEDS"), t("KAYENTA"),
    )  # fmt: skip
    cells = [
        [row.name, row.verdict, row.baseline, row.canary, row.ratio, row.chance, row.needs, row.kayenta] for row in rows
    ]
    return Sheet(
        titles,
        cells,
        [_record(row) for row in rows],
        frozenset({2, 3, 4, 5, 6}),
        names=(
            "metric",
            "kind",
            "verdict",
            "baseline_trials",
            "baseline_bad",
            "canary_trials",
            "canary_bad",
            "ratio",
            "chance",
            "level",
            "needs",
            "p_one_look",
            "p_ranks",
            "slower",
            "kayenta",
            "reason",
            "query",
        ),
    )


def _record(row: JudgeRow) -> dict[str, Any]:
    found, total = row.found, row.found.total
    return {
        "metric": row.name,
        "kind": found.metric.kind.value,
        "verdict": found.verdict.value,
        "baseline_trials": total.baseline_trials,
        "baseline_bad": total.baseline_bad,
        "canary_trials": total.canary_trials,
        "canary_bad": total.canary_bad,
        "ratio": total.ratio,
        "chance": found.chance,
        "level": found.level,
        "needs": found.needs,
        "p_one_look": found.one_look_chance,
        "p_ranks": found.ranks.p if found.ranks is not None else None,
        "slower": found.ranks.slower if found.ranks is not None else None,
        "kayenta": row.kayenta,
        "reason": row.reason,
        "query": row.query,
    }


def _whole(judged: Judged) -> dict[str, Any]:
    judgement = judged.judgement
    return {
        "verdict": judgement.verdict.value,
        "reason": judgement_sentence(judgement),
        "needs": judgement.needs,
        "doubts": [doubt_sentence(one, judgement.canary_share) for one in judgement.doubts],
        "metrics": [_record(row) for row in _rows(judged)],
        "kayenta": {
            "verdict": judged.kayenta.word.value,
            "score": judged.kayenta.score,
            "points": judged.points,
            "classes": {one.name: one.label.value for one in judged.kayenta.metrics},
        },
    }
