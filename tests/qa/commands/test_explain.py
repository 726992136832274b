"""How a trace is shown to an editor."""

from __future__ import annotations

from qa.commands.explain import render_trace


def test_stages_come_in_order_with_their_content_indented():
    text = render_trace(
        {
            "understood": {"text": "火災？", "words": ["火災:0.5"], "places": []},
            "candidates": [{"place": "消防局", "worth": 0.5}, {"place": "民政處", "worth": 0.4}],
            "check": ["all"],
            "note": "短",
        }
    )
    assert text.splitlines() == [
        "── understood",
        "   text：火災？",
        "   words：",
        "      - 火災:0.5",
        "   places：[]",
        "── candidates",
        "   - place=消防局  worth=0.5",
        "   - place=民政處  worth=0.4",
        "── check",
        "   - all",
        "── note",
        "   短",
    ]


def test_an_empty_trace_is_nothing():
    assert render_trace({}) == ""
