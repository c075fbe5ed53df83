"""What a soak found, as one table, and its samples as CSV."""

import csv
from collections.abc import Sequence
from pathlib import Path

from tests.soak.sample import Sample
from tests.soak.soak import Course
from tests.soak.verdict import Finding, grown_types, judged

AGREEING = 0.9
"""Of the points that Prometheus is asked for once more: a scrape may be stored after the console has asked."""
MOST_SHOWN = 15


def write_samples(samples: Sequence[Sample], file: Path) -> None:
    """Keep the samples: one line each, then one column per type of the program."""
    names = sorted({name for one in samples for name in one.values})
    types = sorted({name for one in samples for name in one.types})
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(["at_s", *names, *types])
        for one in samples:
            numbers = [f"{one.values[name]:.3f}" if name in one.values else "" for name in names]
            writer.writerow([f"{one.at_s:.1f}", *numbers, *(one.types[name] for name in types)])


def verdict(course: Course) -> tuple[list[str], bool]:
    """Return the lines of the verdict, and whether the soak was passed."""
    findings, types = judged(course.samples), grown_types(course.samples)
    lines = [f"{'measure':14} {'median':>12} {'growth':>10} {'allowed':>10} {'trend':>6}"]
    lines += [_line(one) for one in findings]
    lines += [f"GROWN TYPE {one.measure}: {one.median:.0f}, {one.growth:+.0f}" for one in types[:MOST_SHOWN]]
    kept = course.samples[-1].values
    lines += [f"{name} {kept[name]:.2f}" for name in ("history_mb", "log_mb", "journal_mb", "trail_mb") if name in kept]
    found = course.comparison
    asked = found.agreed + len(found.differed)
    agrees = asked == 0 or found.agreed >= AGREEING * asked
    lines.append(f"{found.facts} objects compared, lost: {len(found.lost)}")
    lines.append(
        f"{asked} points compared with Prometheus, agreed: {found.agreed}; unrecorded: {len(found.unrecorded)}"
    )
    told = (*found.lost, *found.unrecorded, *found.differed)
    lines += [f"  {one}" for one in told[:MOST_SHOWN]]
    lines.append(
        f"{course.cycles} cycles, {course.acts} acts, faults: {len(course.faults)}, errors: {len(course.errors)}"
    )
    lines += [f"  {one}" for one in (*course.faults, *course.errors)[:MOST_SHOWN]]
    grown = types or any(one.has_grown for one in findings)
    wrong = found.lost or found.unrecorded or course.faults or course.errors
    return lines, not grown and not wrong and agrees


def _line(one: Finding) -> str:
    word = "GROWN" if one.has_grown else "ok"
    return f"{one.measure:14} {one.median:12.1f} {one.growth:+10.1f} {one.allowed:10.1f} {one.trend:+6.2f} {word}"
