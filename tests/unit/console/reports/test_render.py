"""Documents in every format: complete, the same bytes for the same input, labelled, accessible. (proves L4.5, C6)"""

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from console.domain.report.code import Code
from console.domain.report.document import Document
from console.domain.report.heading import Heading
from console.domain.report.table import Column, Table
from console.kernel.i18n import Speaking, t
from console.kernel.registry import load_all
from console.reports.render import render
from console.reports.renderer import RENDERERS
from tests.fakes.pdf_pages import PdfPages
from tests.fakes.sample_document import LABEL, document

FORMATS = ("pdf", "html", "xlsx", "md", "csv")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return {key: render(document(), key) for key in FORMATS}


@pytest.fixture(scope="module")
def pages(made: dict[str, bytes]) -> Iterator[PdfPages]:
    with PdfPages(made["pdf"]) as found:
        yield found


def sheets(content: bytes) -> list[ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = sorted(name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
        return [ElementTree.fromstring(book.read(name)) for name in names]


def shared_texts(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        root = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    return ["".join(part.text or "" for part in one.iter(f"{SHEET}t")) for one in root]


def test_every_format_is_there() -> None:
    load_all("console.reports.renderers")
    assert sorted(one.key for one in RENDERERS) == sorted(FORMATS)


def test_the_same_document_gives_the_same_bytes_in_another_process_too(made: dict[str, bytes]) -> None:
    script = (
        "import hashlib, json; from console.reports.render import render;"
        "from tests.fakes.sample_document import document;"
        "print(json.dumps({key: hashlib.sha256(render(document(), key)).hexdigest() for key in "
        f"{FORMATS!r}}}))"
    )
    other = {"PYTHONHASHSEED": "7", "PATH": ""}
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=other)
    assert json.loads(ended.stdout) == {key: hashlib.sha256(made[key]).hexdigest() for key in FORMATS}


def test_the_label_of_the_lab_is_on_every_page_and_sheet(made: dict[str, bytes], pages: PdfPages) -> None:
    assert all(LABEL in text for text in pages.texts)
    assert LABEL in made["html"].decode()
    assert LABEL in made["md"].decode()
    assert LABEL in made["csv"].decode("utf-8-sig")
    place = shared_texts(made["xlsx"]).index(LABEL)
    labelled = [
        one
        for one in sheets(made["xlsx"])
        if any(cell.findtext(f"{SHEET}v") == str(place) for cell in one.iter(f"{SHEET}c"))
    ]
    assert len(labelled) == 4  # a sheet per chapter; the numbers of the charts are named so


def test_a_pdf_is_tagged_has_bookmarks_page_numbers_contents_and_text_in_both_scripts(pages: PdfPages) -> None:
    assert pages.is_tagged
    assert pages.title == "Review 東京 eu-west"
    assert pages.bookmarks[0] == "1 Cell 0 東京 eu-west"
    texts = pages.texts
    assert f"Page 1 of {len(texts)}" in texts[0]
    assert "Contents" in "\n".join(texts[:4])
    whole = "\n".join(texts)
    for shown in ("1,234.50 USD", "99.930 %", "1,234,567", "182 ms", "1 min 30 s", "Nothing 東京 eu-west", "two"):
        assert shown in whole


def test_a_japanese_document_speaks_japanese_where_the_renderer_speaks() -> None:
    with PdfPages(render(document(language="ja"), "pdf")) as found:
        texts = found.texts
    with Speaking("ja"):
        contents, page = t("Contents"), t("Page {page} of {pages}", page=1, pages=len(texts))
    assert contents != "Contents"
    assert contents in "\n".join(texts)
    assert page in texts[0]
    assert 'lang="ja"' in render(document(language="ja"), "html").decode()


class Tags(HTMLParser):
    """Collects tags and attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.references: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.references += [value or "" for name, value in attrs if name in {"href", "src", "action", "data", "style"}]


def test_html_is_one_file_without_script_and_without_anything_from_elsewhere(made: dict[str, bytes]) -> None:
    text = made["html"].decode()
    found = Tags(text)
    assert "script" not in found.tags
    assert found.references
    assert all(one.startswith("#") for one in found.references)
    assert set(re.findall(r"https?://[^\s\"'<)]+", text)) == {"http://www.w3.org/2000/svg"}
    assert "url(" not in text
    assert "default-src &#x27;none&#x27;" in text
    assert found.tags.count("svg") == found.tags.count("desc") == 16


def test_the_policy_of_a_html_file_allows_its_own_style(made: dict[str, bytes]) -> None:
    import base64

    text = made["html"].decode()
    style = text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"sha256-{digest}" in text


def test_a_workbook_holds_real_numbers_with_formats_and_native_charts(made: dict[str, bytes]) -> None:
    first = sheets(made["xlsx"])[0]
    numbers = [
        float(cell.findtext(f"{SHEET}v") or 0)
        for cell in first.iter(f"{SHEET}c")
        if cell.get("t") != "s" and cell.find(f"{SHEET}v") is not None
    ]
    assert {1234.5, 0.9993, 1234567.0, 0.182, 90.0} <= set(numbers)
    with zipfile.ZipFile(io.BytesIO(made["xlsx"])) as book:
        names = book.namelist()
        styles = book.read("xl/styles.xml").decode()
        assert sum(name.startswith("xl/charts/chart") for name in names) == 16
        drawing = book.read("xl/drawings/drawing1.xml").decode()
    assert "&quot;USD&quot;" in styles
    assert "See 東京 eu-west." in drawing


def test_csv_has_one_line_per_value_with_its_number_and_unit(made: dict[str, bytes]) -> None:
    rows = list(csv.DictReader(io.StringIO(made["csv"].decode("utf-8-sig"))))
    cost = next(row for row in rows if row["block"] == "figure" and row["column"] == "Cost")
    assert (cost["chapter"], cost["text"], cost["number"], cost["unit"]) == (
        "Cell 0 東京 eu-west", "1,234.50 USD", "1234.5", "USD",
    )  # fmt: skip
    assert sum(row["block"] == "chart Demand 東京 eu-west" for row in rows) > 100


def test_markdown_reads_as_headings_tables_and_lists(made: dict[str, bytes]) -> None:
    text = made["md"].decode()
    assert "# Review 東京 eu-west\n" in text
    assert "\n## Cell 0 東京 eu-west\n" in text
    assert "| ▲ 1,234.50 USD |" in text
    assert "\n```promql\n" in text


QUERY = 'sum(rate(http_requests_total{cell=~"tokyo|osaka|frankfurt",code=~"5.."}[5m]))by(cell,service)' * 2


def test_a_long_query_is_broken_on_the_page_and_copied_whole() -> None:
    blocks = (Code(QUERY, "promql"), Table((Column("Query"), Column("N")), ((QUERY, "1"), ("f" * 300, "2"))))
    with PdfPages(render(Document("Queries", blocks), "pdf")) as found:
        copied = "".join("".join(found.texts).split()).replace("\ufffe", "-")
        assert "\u200b" not in copied
    assert copied.count(QUERY) == 2
    assert "f" * 300 in copied


def test_a_pdf_without_chapters_begins_with_the_first_level_all_the_same() -> None:
    """Run records and debriefs; PDF/UA refuses a first heading of a lower level."""
    blocks = (Heading("Steps", 2), Heading("Look", 3), Heading("Outcome", 2))
    with PdfPages(render(Document("Record", blocks), "pdf")) as found:
        assert found.bookmarks == ["Steps", "Look", "Outcome"]
        assert len(found.texts) == 1


def test_markdown_tells_bars_up_to_a_limit_by_their_category(made: dict[str, bytes]) -> None:
    """Budgets beside one another are no course in time: none of them is the first, the lowest or the last."""
    text = made["md"].decode()
    told = text[text.index("**Budget**") :].split("\n\n")[2]
    assert [[cell.strip() for cell in line.strip("|").split("|")] for line in told.splitlines()] == [
        ["", "Spent 東京 eu-west", "Limit"],
        ["---", "---:", "---:"],
        ["東京 eu-west", "1,200 USD", "1,000 USD"],
        ["us-east", "800 USD", "900 USD"],
    ]
