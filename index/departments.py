"""Departments that a question names, in any short form that people use.

The forms follow from the name by rule: 社會處 is also 社會局, 環境保護局 is 環保局, 都市發展處 is 都發處,
觀光及城市行銷處 is 觀光處 and 觀銷處, and a 局 of two characters keeps its first one, 警察局 is 警局.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from index.words import normalize

SUFFIXES = ("處", "局", "室", "科", "府", "中心", "所")
SWAPS = {"處": ("局",), "局": ("處",), "室": ("處",)}
AND = re.compile("[及與暨和]")
ENGLISH_SUFFIX = re.compile(r"\s+(department|bureau|office|agency|division)$")
ENGLISH_SUFFIXES = r"\s+(?:department|bureau|office|agency|division|dept)\b"


@cache
def short_forms(name: str) -> tuple[str, ...]:
    """Return the forms of a department's name, the name itself first."""
    suffix = next(
        (suffix for suffix in SUFFIXES if name.endswith(suffix) and len(name) > len(suffix) + 1), ""
    )
    if not suffix:
        return (name,)
    base = name.removesuffix(suffix)
    parts = [part for part in AND.split(base) if part]
    stems = [base, parts[0]]
    if len(parts) > 1:
        stems.append(base[0] + base[-1])
    if len(base) == 4 and len(parts) == 1:
        stems.append(base[0] + base[2])
    suffixes = (suffix, *SWAPS.get(suffix, ()))
    forms = [name, *(stem + end for stem in stems for end in suffixes if len(stem) > 1)]
    if suffix == "局" and len(base) == 2:
        forms.append(base[0] + suffix)
    return tuple(dict.fromkeys(forms))


def named_departments(
    question: str, names: Sequence[str], english: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Return those of `names` that a question names, in the order of `names`.

    `english`: usual English name of each department's name.  A form that two departments share names
    both, and one that is part of a longer form that stands there names none.
    """
    text = normalize(question)
    spans = {
        name: [
            span for form in map(normalize, short_forms(name)) for span in _spans(re.escape(form), form, text)
        ]
        for name in names
    }
    for name in names:
        if english and name in english:
            base = ENGLISH_SUFFIX.sub("", english[name].lower())
            spans[name] += _spans(rf"\b{re.escape(base)}{ENGLISH_SUFFIXES}", base, text.lower())
    every = [span for found in spans.values() for span in found]
    return tuple(name for name in names if any(not _is_inside(span, every) for span in spans[name]))


def _spans(pattern: str, form: str, text: str) -> list[tuple[int, int]]:
    """Where a pattern around a form stands in a text, which mostly has not even the form."""
    return [match.span() for match in re.finditer(pattern, text)] if form in text else []


def _is_inside(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end and (start, end) != span for start, end in others)


def load_english_names(path: Path) -> dict[str, str]:
    """Return the English names of `departments.tsv` by the printed name; none where there is no file."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    pairs = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return {pair[0].strip(): pair[1].strip() for pair in pairs if len(pair) > 1}
