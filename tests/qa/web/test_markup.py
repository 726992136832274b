"""Foreign text stays text."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.web.markup import attribute, button, clean, escape, render

ALLOWED = {
    "p",
    "br",
    "ul",
    "ol",
    "li",
    "strong",
    "blockquote",
    "div",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
ALLOWED |= {"h3", "h4", "h5", "h6"}


class Tags(HTMLParser):
    """Collects what a browser would make of the HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    "hostile",
    [
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "[按我](javascript:alert(1))",
        "![圖](https://example.com/a.png)",
        "https://example.com www.example.com a@example.com",
        "<https://example.com>",
        "| a | b |\n|---|---|\n| <b onclick=x> | <iframe> |",
        "- <svg/onload=alert(1)>\n- [x][1]\n\n[1]: https://example.com",
        "> <style>*{}</style>",
        "## <a href=//example.com>標題</a>",
        "`<b>`\n```html\n<b>\n```",
        '" onmouseover="alert(1)',
        "$\\href{https://example.com}{x}$",
    ],
)
def test_markup_never_comes_alive(hostile: str) -> None:
    seen = Tags(render(hostile))
    assert seen.tags <= ALLOWED
    assert seen.attributes <= {"class", "scope"}


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>&\"'[]()!#*-|`$\\:/ \n\t1a文\u202e\ud800"), max_size=80))
def test_any_text_gives_known_tags_on_one_line(text: str) -> None:
    html = render(text)
    seen = Tags(html)
    assert seen.tags <= ALLOWED
    assert "\n" not in html
    html.encode()  # no lone surrogate is left


@given(st.text(max_size=60))
def test_escaped_text_reads_as_typed(text: str) -> None:
    assert Tags(escape(text)).tags <= {"br"}
    typed = clean(text).replace("\n", "").replace("\t", " ")
    assert Tags(escape(text)).text == typed


def test_attribute_cannot_be_left() -> None:
    html = button("ask", '"><script>x</script>\n二', "問")
    assert Tags(html).tags == {"button"}
    assert "\n" not in html
    assert attribute("一\n二") == "一&#10;二"


def test_markdown_of_answers() -> None:
    html = render(
        "共 **1,342** 人次[1]\n第二行\n\n- 甲[1]\n  - 乙\n- 丙[9]\n\n1. 一\n2. 二",
        lambda n: "©" if n == 1 else None,
    )
    assert html == (
        '<p>共 <strong>1,342</strong> 人<span class="held">次©</span><br>第二行</p>'
        '<ul><li><span class="held">甲©</span><ul><li>乙</li></ul></li><li>丙[9]</li></ul>'
        "<ol><li>一</li><li>二</li></ol>"
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("甲。[1,2]", '甲<span class="held">。<1></span><2>'),
        ("甲&[1]", '甲<span class="held">&amp;<1></span>'),
        ("**甲**[1][2]", "<strong>甲</strong><1><2>"),
        ("[1]", "<1>"),
        ("甲[1,9]", "甲[1,9]"),
    ],
)
def test_a_citation_keeps_to_the_sign_before_it(text: str, html: str) -> None:
    shown = render(text, lambda n: f"<{n}>" if n < 9 else None)
    assert shown == f"<p>{html}</p>"


def test_table_and_quote() -> None:
    html = render("| 指標 | 達成度 |\n|---|--:|\n| 甲 | 52% |\n\n> 引文\n> 兩行")
    assert '<th scope="col">指標</th>' in html and "<td>52%</td>" in html
    assert html.endswith("<blockquote><p>引文<br>兩行</p></blockquote>")


def test_a_sentence_with_a_bar_is_no_table() -> None:
    assert render("甲 | 乙") == "<p>甲 | 乙</p>"


def test_many_citations_of_one_statement_are_folded_up() -> None:
    def cite(number: int) -> str:
        return f"<i>{number}</i>"

    folded = render("共 9 項。[1,2,3,4,5,6,7,8,9]", cite)
    assert "<summary>1–9</summary>" in folded and folded.count("<i>") == 9
    assert "<details" not in render("共 3 項。[1,2,3]", cite)
