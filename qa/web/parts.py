"""Gradio components that several tabs use."""

from __future__ import annotations

import gradio as gr


def show_html(html: str, kind: str | None = None, elem_id: str | None = None) -> gr.Markdown:
    """HTML of ours in a component that sanitizes it once more and takes nothing for Markdown or formulas."""
    return gr.Markdown(
        as_block(html),
        elem_classes=kind,
        elem_id=elem_id,
        sanitize_html=True,
        latex_delimiters=[],
        container=False,
    )


def as_block(html: str) -> str:
    """HTML as the value of such a component: one block, which Markdown does not touch."""
    return f"<div>{html}</div>"


def make_delivery() -> gr.File:
    """The hidden component whose link the page's script presses as soon as a file is in it.

    A file is made when somebody asks for it, not whenever a filter changes.
    """
    return gr.File(visible="hidden", elem_id="delivery", interactive=False)
