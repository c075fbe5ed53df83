"""The typesetter runs in a process of its own, and says in one sentence why there is no PDF."""

# proves L4.5

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from console.domain.report.document import Document
from console.domain.report.heading import Heading
from console.domain.report.paragraph import Paragraph
from console.kernel.errors import ConsoleError
from console.kernel.i18n import Speaking
from console.reports import pdf_font, typeset_child, typesetter
from console.reports.render import rendered
from console.reports.renderer import Rendered
from console.reports.renderers import pdf
from console.reports.typeset_child import MOST_MARKED, Job, typeset_with
from tests.fakes.pdf_pages import PdfPages

TELLS = "from tests.fakes.sample_document import document\nfrom console.reports.render import render\nimport sys\n"


def test_a_pdf_is_made_and_this_process_never_loads_the_typesetter() -> None:
    """What it keeps of each PDF, 50 MB, would stay here."""
    ask = TELLS + "made = render(document(count=1), 'pdf')\nprint(made[:5] == b'%PDF-', 'typst' in sys.modules)"
    root = Path(__file__).resolve().parents[4]
    ended = subprocess.run([sys.executable, "-c", ask], cwd=root, capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["True", "False"]


def test_a_source_that_cannot_be_set_is_told_with_its_reason() -> None:
    with pytest.raises(ConsoleError, match=r"could not be made: .*unknown variable: nobody") as caught:
        typesetter.typeset("#nobody()", {}, 0)
    assert caught.value.hint == "Choose another format."


def test_the_fonts_that_typst_brings_are_always_there() -> None:
    assert "Libertinus Serif" in typesetter.installed_families()


def test_a_typesetter_that_is_killed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    dies = (sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    monkeypatch.setattr(typesetter, "module_command", lambda _module: dies)
    with pytest.raises(ConsoleError, match="the typesetter stopped"):
        typesetter.typeset("x", {}, 0)
    with Speaking("ja"), pytest.raises(ConsoleError, match="組版プログラムが途中で止まりました"):
        typesetter.typeset("x", {}, 0)


def test_a_typesetter_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    waits = (sys.executable, "-c", "import signal; signal.pause()")
    monkeypatch.setattr(typesetter, "module_command", lambda _module: waits)
    monkeypatch.setattr(typesetter, "LONGEST_S", 0.2)
    with pytest.raises(ConsoleError, match="took longer than 0 s"):
        typesetter.typeset("x", {}, 0)


def test_no_secret_of_the_environment_reaches_it(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}

    def look(*_line: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
        given.update(options)
        return subprocess.CompletedProcess((), 0, b"[]", b"")

    monkeypatch.setenv("FORGE_TOKEN", "canary")
    monkeypatch.setattr(typesetter, "run_process", look)
    typesetter.installed_families()
    assert "FORGE_TOKEN" not in given["env"]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Tokyo 🚀", ("🚀",)),
        ("👩‍👩‍👧 and 🏳️‍🌈", ("👩", "👧", "🏳", "🌈")),
        ("\ue000 \ufdd0 \U000f0000", ()),
        ("\U000e0fff", ("\U000e0fff",)),
    ],
)
def test_a_character_without_a_font_is_a_mark_that_the_pdf_and_a_note_tell(text: str, missing: tuple[str, ...]) -> None:
    made = rendered(Document(text, (Heading(text), Paragraph(f"before {text} after")), "en", 1.79e9), "pdf")
    assert made.is_marked
    assert set(made.missing) <= set(missing)  # some computers have a font of pictures
    with PdfPages(made.content) as pages:
        said = " ".join(" ".join(pages.texts).split())
    assert "before" in said
    notes = pdf_font.font_notes("en", made)
    for one in made.missing:
        assert any(f"U+{ord(one):04X}" in note for note in notes)
        assert f"U+{ord(one):04X}" in said


@pytest.mark.parametrize(
    ("joined", "base"),
    [
        ("1\ufe0f\u20e3", "1"),
        ("#\ufe0f\u20e3", "#"),
        ("1\u20e3", "1"),
        ("x\U0001f3fb", "x"),
        ("good \U0001f3fb", "good"),
        ("q\u1ab0\u20e0", "q"),
        ('"\u20e3', '"'),
        ("\\\u20e3", "\\"),
    ],
)
def test_what_is_joined_to_ascii_and_has_no_font_is_a_mark_and_the_ascii_stays(joined: str, base: str) -> None:
    made = rendered(Document("T", (Paragraph(f"{joined} step 1 of 12 q#x"),), "en", 1.79e9), "pdf")
    assert made.is_marked
    with PdfPages(made.content) as pages:
        said = " ".join(" ".join(pages.texts).split())
    assert "step 1 of 12 q#x" in said
    assert base in said.partition("step")[0]
    assert set(made.missing) <= {joined[len(joined.rstrip("\ufe0f\u20e3\u20e0\u1ab0\U0001f3fb")) :]}
    assert bool(made.missing) == any("U+" in note for note in pdf_font.font_notes("en", made))


def test_one_try_marks_a_keycap_on_every_digit_and_leaves_accents_alone() -> None:
    import typst

    text = " ".join(f"{digit}\ufe0f\u20e3" for digit in range(10)) + " 1\u0301"
    job = Job(source=pdf.source(), document=pdf.form(Document("T", (Paragraph(text),), "en", 1.79e9)), created_s=1)
    _, missing, is_marked = typeset_with(typst.Fonts(include_system_fonts=False), job)
    assert is_marked
    assert missing == ["\ufe0f\u20e3"]


@pytest.mark.parametrize(("text", "mark"), [("x\u200d\U0001f3fb", "�"), ("Tokyo 🚀", "\U00013000")])
def test_what_no_mark_can_stand_for_is_told_and_the_file_follows_no_standard(
    monkeypatch: pytest.MonkeyPatch, text: str, mark: str
) -> None:
    import typst

    monkeypatch.setattr(typeset_child, "_MARK", mark)
    job = Job(source=pdf.source(), document=pdf.form(Document("T", (Paragraph(text),), "en", 1.79e9)), created_s=1)
    content, missing, is_marked = typeset_with(typst.Fonts(include_system_fonts=False), job)
    assert missing
    assert not is_marked
    notes = pdf_font.font_notes("en", Rendered(content, tuple(missing), is_marked=is_marked))
    assert any("neither PDF/UA nor PDF/A" in one for one in notes)
    with PdfPages(content) as pages:
        assert "neither PDF/UA" in " ".join(" ".join(pages.texts).split())


def test_a_mark_without_a_font_in_the_text_itself_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import typst

    monkeypatch.setattr(typeset_child, "_MARK", "\U00013000")
    document = Document("T", (Paragraph("read \U00013000 here"),), "en", 1.79e9)
    job = Job(source=pdf.source(), document=pdf.form(document), created_s=1)
    _, missing, is_marked = typeset_with(typst.Fonts(include_system_fonts=False), job)
    assert (missing, is_marked) == (["\U00013000"], False)


def test_where_a_whole_script_has_no_font_the_pdf_is_made_all_the_same_and_keeps_its_text() -> None:
    import typst

    document = Document("容量レビュー", (Heading("要約と付録"), Paragraph("東京のセルは良好")), "ja", 1.79e9)
    job = Job(source=pdf.source(), document=pdf.form(document), created_s=1)
    content, missing, is_marked = typeset_with(typst.Fonts(include_system_fonts=False), job)
    assert not is_marked
    assert len(missing) == MOST_MARKED + 1
    with PdfPages(content) as pages:
        assert "東京のセルは良好" in pages.texts[0]
    notes = pdf_font.font_notes("en", Rendered(content, tuple(missing), is_marked=is_marked))
    assert any("U+5BB9" in one and "neither PDF/UA nor PDF/A" in one for one in notes)
