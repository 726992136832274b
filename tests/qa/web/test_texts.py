"""Both languages say the same things, and everything the page says is there."""

import re
import string
from pathlib import Path

import pytest

from corpus.model import ReportId
from qa.web.texts import LANGUAGES, load_texts

CODE = Path(__file__).parents[3] / "qa" / "web"


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_languages_have_the_same_texts_with_the_same_blanks() -> None:
    first, *others = (load_texts(language).words for language in LANGUAGES)
    for other in others:
        assert set(other) == set(first)
        assert {key for key in first if blanks(first[key]) != blanks(other[key])} == set()


def test_code_names_every_text_and_no_other() -> None:
    words = set(load_texts("zh-TW").words)
    tables = {key.split(".")[0] for key in words}
    files = (*CODE.rglob("*.py"), *CODE.rglob("*.html"))
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    named = set(re.findall(r"[\"']([a-z]+\.[a-z0-9_]+)[\"']", code))
    named = {
        name for name in named if name.split(".")[0] in tables and not name.endswith(("css", "js", "html"))
    }
    begun = set(re.findall(r"\"([a-z]+\.(?:[a-z]+_)?)(?:\"|\{)", code)) | {"chat.for_"}
    assert {name for name in named if not name.endswith("_")} - words == set()
    unused = {key for key in words - named if not any(key.startswith(start) for start in begun)}
    assert unused == set()


def test_page_of_each_language() -> None:
    assert (load_texts("zh-TW").html_lang, load_texts("zh-TW").path) == ("zh-Hant-TW", "/")
    assert (load_texts("en").html_lang, load_texts("en").path) == ("en", "/en")


def test_unknown_language_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'fr'"):
        load_texts("fr")


def test_a_report_is_called_by_its_citys_usual_name() -> None:
    report = ReportId("臺中市政府", 113)
    assert load_texts("en").report(report) == "Taichung 2024"
    assert load_texts("zh-TW").report(report) == "臺中市政府 113 年度"
    assert load_texts("en").report(ReportId("港都市政府", 111)) == "港都市政府 2022"
