"""The names of 重要施政成果 filled down and mended: 類 › 項 › 目.

Names are told apart by their numbers (壹、 一、 (一)), not by their columns; those without a number are
the rest of a name that a page break cut, a piece of a name written downwards, or a name of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.items import HAN, han_value
from corpus.joins import mend, strip_name
from corpus.markup import squeeze
from corpus.model import Repair
from corpus.programme_cells import SHORT, RowParts
from corpus.traced import Traced, join

TOKEN = re.compile(
    rf"(?:^|(?<=[\s、)）]))(?:(?P<top>[壹貳參叁肆伍陸柒捌玖拾]{{1,2}})、|(?P<item>[{HAN}]{{1,3}})(?:、|$)"
    rf"|[(（](?P<sub>[{HAN}]{{1,3}})[)）]|(?P<third>\d{{1,2}})、)\s*"
)


@dataclass
class Token:
    """A numbered or plain piece of a name cell."""

    column: int
    kind: str  # top, item, sub, third or text
    value: int
    text: Traced  # with its number
    bare: bool  # a number without a name


@dataclass
class Item:
    """A 項 while its name may still go on in later rows."""

    category: Traced
    name: Traced
    columns: set[int]
    row: int  # of its last piece
    page: int
    used: bool = False  # whether a programme stands under it

    def add(self, piece: Traced, column: int, row: int, page: int) -> None:
        self.name = mend_name(self.name, piece)
        self.columns.add(column)
        self.row, self.page = row, page

    @property
    def bare(self) -> bool:
        """Whether there is nothing but a number, or a last part of a single character."""
        name = squeeze(self.name)
        return bool(re.fullmatch(rf"[{HAN}]{{1,3}}、?", name) or re.search(r"[)）、]\S$", name))


@dataclass
class Draft:
    """A programme while its names and text are still being read."""

    item: Item
    name: Traced
    value: int
    column: int
    row: int
    line: int
    paragraphs: list[Traced] = field(default_factory=list)
    completions: list[Traced] = field(default_factory=list)
    sdg: list[Traced] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)  # last item number of each style
    repairs: list[Repair] = field(default_factory=list)
    own_item: Item | None = None  # the item when this is its first programme
    own_category: bool = False


def mend_name(first: Traced, second: Traced) -> Traced:
    return strip_name(mend(first, second)) if first else strip_name(second)


def read_tokens(column: int, cell: Traced) -> list[Token]:
    """Return the pieces of a name cell, cut at its numbers."""
    cell = strip_name(cell)
    starts = [(match.start(), match) for match in TOKEN.finditer(cell)]
    tokens = []
    if not starts or starts[0][0] > 0:
        end = starts[0][0] if starts else len(cell)
        head = cell.cut(0, end).trim()
        if head:
            tokens.append(Token(column, "text", 0, head, False))
    for place, (start, match) in enumerate(starts):
        end = starts[place + 1][0] if place + 1 < len(starts) else len(cell)
        kind = match.lastgroup or "text"
        value = han_value(match[kind]) if kind in ("item", "sub") else 0
        tokens.append(
            Token(column, kind, value, cell.cut(start, end).trim(), not cell[match.end() : end].strip())
        )
    return tokens


class NameReader:
    """Reads names row by row; holds the current 類, 項 and 目."""

    def __init__(self) -> None:
        self.category = Traced()
        self.category_column = -1
        self.item: Item | None = None
        self.draft: Draft | None = None
        self.row = -1
        self.page = 0
        self.new_category = False

    def read(self, parts: RowParts) -> tuple[list[Draft], bool]:
        """Return the programmes that a row announces and whether it goes on with the name of the last one."""
        self.row += 1
        self.page += parts.row.after_break
        tokens = self._merge(self._tokens(parts))
        subs = [token for token in tokens if token.kind == "sub"]
        drafts: list[Draft] = []
        tailed = False
        rest = [token for token in tokens if token.kind == "text"]
        spill_row = parts.row.after_break and self.draft is not None
        tail = None
        if spill_row and rest:
            tail = self._find_tail(tokens, rest, subs, parts)
        for place, token in enumerate(tokens):
            if token is tail:
                self._extend_programme(token, parts)
                tailed = True
            elif token.kind == "top":
                self._set_category(token)
            elif token.kind == "item":
                self._start_item(token, tokens, tailed or tail is not None, parts)
            elif token.kind == "third":
                self._extend_item(token, parts)
            elif token.kind == "sub":
                drafts.append(self._start_programme(token, parts, drafts))
            else:
                started = self._place_text(token, tokens[place + 1 :], rest, parts, spill_row)
                if started:
                    drafts.append(started)
        if not drafts and self.item is not None and not self.item.used and self.item.row == self.row:
            if parts.text or parts.completions:
                drafts.append(self._start_programme(None, parts, drafts))
        return drafts, tailed

    def _tokens(self, parts: RowParts) -> list[Token]:
        cells = [(column, strip_name(name)) for column, name in parts.names]
        squeezed = [squeeze(name) for _, name in cells]
        last_sub = max(
            (n for n, name in enumerate(squeezed) if re.search(rf"[(（][{HAN}]{{1,3}}[)）]", name)),
            default=-1,
        )
        tokens: list[Token] = []
        for number, (column, name) in enumerate(cells):
            bare = squeezed[number]
            repeated = any(bare in other for n, other in enumerate(squeezed) if n != number and bare != other)
            known = self.item is not None and len(bare) > SHORT and squeeze(self.item.name).endswith(bare)
            found = read_tokens(column, name)
            if sum(token.kind == "item" and not token.bare for token in found) > 1:
                continue  # headings of later rows that slid into this cell
            if (repeated or known) and not any(token.kind == "sub" for token in found):
                continue
            if number < last_sub and any(token.kind == "sub" for token in found):
                kind = found[0].kind if found[0].kind in ("item", "top") else "text"
                found = [Token(column, kind, found[0].value, name, False)]
            tokens += found
        return tokens

    def _merge(self, tokens: list[Token]) -> list[Token]:
        """Return the tokens with plain ones joined to the number that waits for a name."""
        merged: list[Token] = []
        for token in tokens:
            waiting = next((t for t in reversed(merged) if t.bare and t.kind in ("item", "sub")), None)
            direct = merged and merged[-1] is waiting
            if (
                token.kind == "text"
                and waiting
                and (direct or merged[-1].kind == "sub" and waiting.kind == "item")
            ):
                number = (
                    waiting.text if waiting.text.endswith(("、", ")", "）")) else join([waiting.text, "、"])
                )
                waiting.text, waiting.bare = mend_name(number, token.text), False
                waiting.column = token.column if direct and waiting.kind == "sub" else waiting.column
            elif (
                token.kind == "text"
                and merged
                and merged[-1].kind == "sub"
                and token.column != merged[-1].column
            ):
                merged[-1].text = join([merged[-1].text, " ", token.text])
            else:
                merged.append(token)
        return merged

    def _find_tail(
        self, tokens: list[Token], rest: list[Token], subs: list[Token], parts: RowParts
    ) -> Token | None:
        """Return which plain token goes on with the name of the last 目 after a page break."""
        assert self.draft is not None
        last = rest[-1]
        if tokens[-1] is not last and not (
            subs and tokens.index(last) == tokens.index(subs[0]) - 1 and last.column == subs[0].column
        ):
            return None
        if len(rest) > 1 or any(token.kind == "item" for token in tokens):
            return last
        item = self.draft.item
        if item.bare and item.page >= self.page - 1:
            return None
        if last.column in item.columns and last.column != self.draft.column:
            return None
        if (
            last.column not in item.columns
            and last.column != self.draft.column
            and self.category_column == last.column
        ):
            return None
        if item.row > self.draft.row and last.column in item.columns:
            return None
        return last

    def _place_text(
        self, token: Token, after: list[Token], rest: list[Token], parts: RowParts, spill_row: bool
    ) -> Draft | None:
        """Give a plain token its place; return the programme it names, if any."""
        following = next((t.kind for t in after if t.kind in ("item", "sub")), None)
        item = self.item
        adjoining = item is not None and item.row == self.row - 1
        if following == "item" and not spill_row:
            self._set_category(token)
        elif spill_row and item is not None:
            if self.category_column == token.column and token.column not in item.columns:
                self.category = mend_name(self.category, token.text)
                item.category = self.category
            else:
                self._extend_item(token, parts)
        elif (
            item is not None
            and adjoining
            and (following == "sub" or not parts.text or len(squeeze(token.text)) <= SHORT)
        ):
            self._extend_item(token, parts)
        elif following == "sub":
            if not self.category and item is None:
                self._set_category(token)
            else:
                self.item = Item(self.category, strip_name(token.text), {token.column}, self.row, self.page)
        elif after:
            self._set_category(token)
        elif item is not None and (parts.text or parts.completions):
            return self._start_programme(token, parts, [])
        elif item is not None:
            self._extend_item(token, parts)
        else:
            self._set_category(token)
        return None

    def _set_category(self, token: Token) -> None:
        self.category = strip_name(token.text)
        self.category_column = token.column
        self.item = None
        self.new_category = True

    def _extend_item(self, token: Token, parts: RowParts) -> None:
        if self.item is None:
            self._set_category(token)
            return
        if (
            squeeze(token.text)
            and squeeze(self.item.name).endswith(squeeze(token.text))
            and len(token.text) > SHORT
        ):
            return
        line = parts.row.line
        self.item.add(token.text, token.column, self.row, self.page)
        if self.draft is not None:
            self.draft.repairs.append(
                Repair((line, line), "joined-name", f"第 {line} 行的「{token.text}」接回「項」的名稱。")
            )

    def _extend_programme(self, token: Token, parts: RowParts) -> None:
        assert self.draft is not None
        line = parts.row.line
        self.draft.name = mend_name(self.draft.name, token.text)
        self.draft.column = token.column
        self.draft.repairs.append(
            Repair((self.draft.line, line), "joined-page-break", f"第 {line} 行的「{token.text}」接回名稱。")
        )

    def _start_item(self, token: Token, tokens: list[Token], tailed: bool, parts: RowParts) -> None:
        item = self.item
        bare = squeeze(token.text)
        if item is not None and item.row == self.row:  # two numbered levels in one row
            self.item = Item(
                self.category,
                join([item.name, " ", token.text]),
                item.columns | {token.column},
                self.row,
                self.page,
            )
            return
        if item is not None and squeeze(item.name) == bare:
            return
        open_number = item is not None and re.fullmatch(rf"[{HAN}]{{1,3}}", squeeze(item.name))
        if (
            item is not None
            and open_number
            and item.row == self.row - 1
            and token.bare
            and token.column in item.columns
        ):
            item.add(token.text, token.column, self.row, self.page)
            return
        if item is not None and item.bare and tailed and token.column in item.columns and not token.bare:
            name = token.text.cut(token.text.find("、") + 1)
            item.add(join(["、" if open_number else "", name]), token.column, self.row, self.page)
            return
        self.item = Item(self.category, token.text, {token.column}, self.row, self.page)

    def _start_programme(self, token: Token | None, parts: RowParts, drafts: list[Draft]) -> Draft:
        value = token.value if token else 0
        previous = self.draft
        if self.item is None:
            self.item = Item(self.category, Traced(), set(), self.row, self.page)
        elif (
            token is not None
            and token.kind == "sub"
            and value == 1
            and previous is not None
            and previous.item is self.item
            and previous.value >= 1
            and self.item.row != self.row
        ):
            self.item = Item(self.category, Traced(), set(), self.row, self.page)
        draft = Draft(
            self.item,
            token.text if token else Traced(),
            value,
            token.column if token else -1,
            self.row,
            parts.row.line,
        )
        if not self.item.used:
            draft.own_item = self.item
            self.item.used = True
            draft.own_category, self.new_category = self.new_category, False
        self.draft = draft
        return draft
