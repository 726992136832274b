"""Takes personal data out of text before it is stored or logged.

What is masked: national identity numbers, ARC numbers (old and new form), telephone numbers of Taiwan,
e-mail addresses and payment card numbers, also when they are typed in full-width characters, with
spaces, hyphens or line ends inside, or with characters that nobody sees.  Amounts and years of a question
stay readable, since `1,342 人次` or `26,840,000 元` is what the report is about.
"""

from __future__ import annotations

import re
import unicodedata

MASKS = {
    "id": "〔證號〕",
    "phone": "〔電話〕",
    "email": "〔電子郵件〕",
    "card": "〔卡號〕",
}

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff"
)
"""Characters without a look of their own, for the inside of a character class."""

_UNSEEN = re.compile(f"[{INVISIBLE}\ud800-\udfff]+")  # halves of a sign too, which no file takes
_GAP = r"[\s\-‐-―−.]{0,3}"  # what people type between groups of digits
# A name ends in Latin letters where it can, so that Chinese right behind it stays.
_EMAIL = re.compile(r"[\w.+\-]{1,64}@(?:[\w\-]{1,63}\.){1,8}(?:[A-Za-z]{2,24}|[^\W\d_]{2,24})")
# One letter and 9 digits: 1 and 2 for nationals, 8 and 9 for the ARC of today; two letters for the old ARC.
_IDENTITY = re.compile(rf"(?<![A-Za-z0-9])[A-Za-z]{_GAP}[A-Da-d1289](?:{_GAP}\d){{8}}(?!\d)")
_MOBILE = re.compile(rf"(?<![\d,.])(?:\+?886{_GAP}|0)9\d{{2}}(?:{_GAP}\d{{3}}){{2}}(?!\d)")
_AREA = rf"\(0\d{{1,3}}\){_GAP}|0\d{{1,3}}[\s\-‐-―−]{{1,3}}|\+?886{_GAP}\d{{1,3}}{_GAP}|0[2-8](?=\d{{7}})"
_LANDLINE = re.compile(rf"(?<![\d,.])(?:{_AREA})\d{{3,4}}{_GAP}\d{{3,4}}(?!\d)")
_CARD = re.compile(rf"(?<![\d,.])\d(?:{_GAP}\d){{12,18}}(?![\d,])")
_FULL_WIDTH = re.compile(r"[０-９Ａ-Ｚａ-ｚ＠．－＋（）]+")


def mask(text: str) -> str:
    """Replace personal data in `text` by what it was: 「我是〔證號〕，電話〔電話〕」.

    Full-width letters and digits come back half-width, invisible characters are left out; nothing else
    changes.
    """
    text = _UNSEEN.sub("", text)
    text = _FULL_WIDTH.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    text = _EMAIL.sub(MASKS["email"], text)
    text = _IDENTITY.sub(MASKS["id"], text)
    text = _CARD.sub(lambda match: MASKS["card"] if _is_card(match.group()) else match.group(), text)
    text = _MOBILE.sub(MASKS["phone"], text)
    return _LANDLINE.sub(MASKS["phone"], text)


def _is_card(run: str) -> bool:
    """Does a run of digits pass the check digit that every payment card carries (Luhn)?"""
    total = 0
    for place, digit in enumerate(reversed([int(char) for char in run if char.isdigit()])):
        if place % 2:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
    return total % 10 == 0
