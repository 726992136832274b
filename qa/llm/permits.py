"""What a language model may do: the result of its entry examination, kept beside the index.

A result holds for one server, model and set of prompts; after a change of any of them the model has to be
examined again (`python app.py exam`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qa.llm.prompting import digest_prompts
from qa.settings import Settings

JUDGE, WORD, REWRITE = "judge", "word", "rewrite"
NAME = "language-models.json"


@dataclass(frozen=True)
class Permit:
    """What was passed, of judge, word and rewrite; `figures` are what was measured."""

    may: frozenset[str] = frozenset()
    figures: dict[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> bool:
        """May it word answers?  Only one that is also a judge of what it words."""
        return {JUDGE, WORD} <= self.may

    @property
    def rewrites(self) -> bool:
        return REWRITE in self.may


def load_permit(settings: Settings) -> Permit | None:
    """The permit of the settings' model, None where it was not examined as it is."""
    entry = _read(settings).get(_key(settings))
    try:
        return Permit(frozenset(entry["may"]), dict(entry["figures"])) if entry else None
    except (KeyError, TypeError, ValueError):
        return None


def keep_permit(settings: Settings, permit: Permit) -> Path:
    """Write a permit in the place of an earlier one; returns the file."""
    kept = _read(settings) | {_key(settings): {"may": sorted(permit.may), "figures": permit.figures}}
    path = settings.index_dir / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
    partial.replace(path)
    return path


def _key(settings: Settings) -> str:
    return f"{settings.llm_base_url} {settings.llm_model} {settings.llm_temperature} {digest_prompts()}"


def _read(settings: Settings) -> dict[str, Any]:
    try:
        kept = json.loads((settings.index_dir / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}
