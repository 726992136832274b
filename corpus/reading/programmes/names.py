"""The names of 重要施政成果 filled down and mended: 類 › 項 › 目.

Names are told apart by their numbers (壹、 一、 (一)), not by their columns; those without a number are
the rest of a name that a page break cut, a piece of a name written downwards, or a name of their own.
"""

from __future__ import annotations

from corpus.reading.items import han_value
from corpus.reading.joins import strip_name
from corpus.reading.markup import squeeze
from corpus.reading.programmes.cells import SHORT, RowParts
from corpus.reading.programmes.drafts import Draft, Item
from corpus.reading.programmes.labels import BARE_NUMERAL, Token, mend_name, merge_tokens, read_row_tokens
from corpus.traced import Traced, join


class NameReader:
    """Reads names row by row; holds the current 類, 項 and 目."""

    def __init__(self) -> None:
        self.category = Traced()
        self.category_column = -1
        self.category_row = -1
        self.new_category = False
        self.outer: Traced | None = None  # the 類 after the current 項, where the current 類 is but its name
        self.before: tuple[Traced, Item | None] = Traced(), None  # 類 and 項 before the current 類
        self.item: Item | None = None
        self.draft: Draft | None = None
        self.row = -1

    def read(self, parts: RowParts, goes_on: bool) -> list[Draft]:
        """Return the programmes that a row announces; `goes_on`: its text goes on with the last one's."""
        self.row += 1
        tokens = read_row_tokens(parts.names, parts.row.after_break)
        tokens = [token for token in tokens if not self._is_known(token)]
        if goes_on and parts.row.after_break:
            self._demote_slid_numbers(tokens)
        tokens = merge_tokens(tokens)
        tail = self._find_tail(tokens, parts, goes_on) if parts.row.after_break and self.draft else None
        drafts: list[Draft] = []
        for place, token in enumerate(tokens):
            if token is tail:
                self._extend_programme(token, parts)
            elif token.kind == "top":
                self._set_category(token)
            elif token.kind == "item":
                self._start_item(token, tail is not None)
            elif token.kind == "third":
                self._extend_item(token, parts)
            elif token.kind == "sub":
                drafts.append(self._start_programme(token, parts))
            else:
                started = self._place_text(token, tokens[place + 1 :], parts, goes_on, tail)
                drafts += [started] if started else []
        unnamed = self.item is not None and not self.item.used and self.item.row == self.row
        if not drafts and unnamed and tail is None and (parts.text or parts.completions):
            drafts.append(self._start_programme(None, parts))
        return drafts

    def _is_known(self, token: Token) -> bool:
        """Whether a token repeats the end of the current 項's name."""
        own = squeeze(token.text)
        if self.item is None or token.kind not in ("text", "third") or len(own) <= SHORT:
            return False
        return squeeze(self.item.name).endswith(own)

    def _demote_slid_numbers(self, tokens: list[Token]) -> None:
        """Take a (七) without a name that cannot follow the last 目 for a piece of the 項's name."""
        for token in tokens:
            if token.kind == "sub" and token.bare and self.draft and token.value != self.draft.value + 1:
                token.kind = "third"

    # -- what goes on with an older name -----------------------------------------------------

    def _find_tail(self, tokens: list[Token], parts: RowParts, goes_on: bool) -> Token | None:
        """Return which plain token goes on with the name of the last 目 after a page break."""
        assert self.draft is not None
        rest = [token for token in tokens if token.kind == "text"]
        if not rest or not self.draft.name:
            return None
        last, draft, item = rest[-1], self.draft, self.draft.item
        place = tokens.index(last)
        behind = tokens[place + 1] if place + 1 < len(tokens) else None
        if behind is not None:
            return last if behind.kind == "sub" and behind.column == last.column else None
        if not goes_on and parts.text:
            return None
        if len(rest) > 1 or any(token.kind == "item" for token in tokens):
            return last
        if item.bare and item.row >= draft.row and len(squeeze(last.text)) <= SHORT:
            return None
        if parts.name_column is not None:
            return last if last.column >= parts.name_column else None
        if last.column != draft.column and last.column in (*item.columns, self.category_column):
            return None
        if item.row > draft.row and last.column in item.columns:
            return None
        return last

    def _extend_programme(self, token: Token, parts: RowParts) -> None:
        assert self.draft is not None
        line = parts.row.line
        self.draft.name = mend_name(self.draft.name, token.text)
        self.draft.column = token.column
        self.draft.note(
            "joined-page-break", f"第 {line} 行的「{token.text}」接回名稱。", line, self.draft.line
        )

    def _extend_item(self, token: Token, parts: RowParts) -> None:
        if self.item is None:
            self._set_category(token)
            return
        line = parts.row.line
        self.item.add(token.text, token.column, self.row)
        if self.draft is not None:
            self.draft.note("joined-name", f"第 {line} 行的「{token.text}」接回「項」的名稱。", line)

    def _place_text(
        self, token: Token, after: list[Token], parts: RowParts, goes_on: bool, tail: Token | None
    ) -> Draft | None:
        """Give a plain token its place; return the programme it names, if any."""
        following = next((t for t in after if t.kind in ("item", "sub", "third") or t is tail), None)
        kind = following.kind if following is not None and following is not tail else ""
        item = self.item
        if item is None and self.category_row == self.row and kind == "sub":
            self.item = Item(self.category, strip_name(token.text), {token.column}, self.row)
            return None
        if item is None:
            self._set_category(token)
            return None
        adjoining = item.row == self.row - 1
        fresh_sub = kind == "sub" and following is not None and following.value == 1
        if kind == "item":
            self._set_category(token)
        elif item.row == self.row and not item.used and not after:
            return self._start_programme(token, parts)
        elif (parts.row.after_break and (goes_on or not parts.text or tail or kind == "third")) or (
            kind == "sub" and (adjoining or (parts.row.after_break and not fresh_sub))
        ):
            self._extend_older(token, item, parts)
        elif kind == "sub":
            self.item = Item(self.category, strip_name(token.text), {token.column}, self.row)
        elif adjoining and (not parts.text or len(squeeze(token.text)) <= SHORT):
            self._extend_item(token, parts)
        elif after:
            self._set_category(token)
        elif parts.text or parts.completions:
            return self._start_programme(token, parts)
        else:
            self._extend_item(token, parts)
        return None

    def _extend_older(self, token: Token, item: Item, parts: RowParts) -> None:
        """Go on with the name of the 項, or of the 類 where the token stands in its column."""
        if token.column == self.category_column and token.column not in item.columns:
            self.category = mend_name(self.category, token.text)
            item.category = self.category
        else:
            self._extend_item(token, parts)

    # -- what begins a name ------------------------------------------------------------------

    def _set_category(self, token: Token) -> None:
        self.before, self.outer = (self.category, self.item), None
        self.category = strip_name(token.text)
        self.category_column, self.category_row = token.column, self.row
        self.item = None
        self.new_category = True

    def _start_item(self, token: Token, tailed: bool) -> None:
        item = self.item
        own = squeeze(token.text)
        if item is not None and item.row == self.row:  # two numbered levels in one row
            name = join([item.name, " ", token.text])
            self.item = Item(self.category, name, item.columns | {token.column}, self.row)
            return
        if item is not None:
            name = squeeze(item.name)
            if name == own:
                return
            same_column = token.column in item.columns
            tens = name.endswith("十") and BARE_NUMERAL.fullmatch(name) and item.row == self.row - 1
            if tens and token.bare and token.value < 10 and same_column:  # a number written downwards
                item.add(token.text, token.column, self.row)
                return
            if item.bare and tailed and same_column and not token.bare:
                rest = token.text.cut(token.text.find("、") + 1)
                item.add(rest, token.column, self.row)
                return
        if self.category_row == self.row:
            self.outer = self._find_outer(token)
        else:
            self._leave_category()
        self.item = Item(self.category, token.text, {token.column}, self.row)

    def _find_outer(self, token: Token) -> Traced | None:
        """Return the 類 above a 類 that is only the name of the 項 beside it, None where it is a real one.

        It is only a name when the 項 repeats it, or when 項 that are numbers alone count on from 類 to 類.
        """
        above, item = self.before
        if above and squeeze(token.text).endswith("、" + squeeze(self.category)):
            return above
        number = BARE_NUMERAL.fullmatch(squeeze(item.name).rstrip("、")) if item is not None else None
        if token.bare and number is not None and token.value == han_value(number.group()) + 1:
            return Traced()
        return None

    def _leave_category(self) -> None:
        """Go back to the 類 above when the current one is only the name of the 項 that ends."""
        if self.outer is not None and not self.new_category:
            self.category, self.outer = self.outer, None

    def _start_programme(self, token: Token | None, parts: RowParts) -> Draft:
        previous = self.draft
        name = token.text if token else Traced()
        value = token.value if token else 0
        if self.item is None:
            self.item = Item(self.category, Traced(), set(), self.row)
        elif (
            value == 1
            and previous is not None
            and previous.item is self.item
            and previous.value >= 1
            and self.item.row != self.row
            and squeeze(name) != squeeze(previous.name)
        ):
            self._leave_category()
            self.item = Item(self.category, Traced(), set(), self.row)  # its name is not printed
        draft = Draft(self.item, name, value, token.column if token else -1, self.row, parts.row.line)
        if not self.item.used:
            self.item.used = draft.first_of_item = True
            draft.first_of_category, self.new_category = self.new_category, False
        self.draft = draft
        return draft
