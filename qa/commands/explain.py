"""How a trace is shown to an editor: one indented block a stage."""

from __future__ import annotations

from typing import Any


def render_trace(trace: dict[str, Any]) -> str:
    """A trace as indented text, in the order of its stages."""
    lines: list[str] = []
    for stage, content in trace.items():
        lines.append(f"── {stage}")
        _render(content, 1, lines)
    return "\n".join(lines)


def _render(value: Any, depth: int, lines: list[str]) -> None:
    indent = "   " * depth
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, dict | list) and item:
                lines.append(f"{indent}{key}：")
                _render(item, depth + 1, lines)
            else:
                lines.append(f"{indent}{key}：{item}")
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, dict):
                lines.append(f"{indent}- " + "  ".join(f"{key}={part}" for key, part in item.items()))
            else:
                lines.append(f"{indent}- {item}")
    else:
        lines.append(f"{indent}{value}")
