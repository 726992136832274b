"""The calm look of the page as a Gradio theme: harbour teal, warm greys, the system's own fonts.

Fonts are plain names, so nothing is fetched from a font service; the rest of the look stands in
`assets/*.css`, which uses the same colours as CSS variables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr

FONTS = (
    "system-ui",
    "PingFang TC",
    "Noto Sans TC",
    "Noto Sans CJK TC",
    "Microsoft JhengHei",
    "sans-serif",
)
_TEAL = {
    "c50": "#eef6f7",
    "c100": "#dcecef",
    "c200": "#bcdae0",
    "c300": "#8fc0ca",
    "c400": "#5aa0ae",
    "c500": "#2f8192",
    "c600": "#0f6577",
    "c700": "#0b5363",
    "c800": "#0b4350",
    "c900": "#0a3540",
    "c950": "#06232b",
}
_GREY = {
    "c50": "#f7f8f8",
    "c100": "#eef1f2",
    "c200": "#dde3e5",
    "c300": "#c3ccd0",
    "c400": "#94a3a9",
    "c500": "#6a7b82",
    "c600": "#4f6068",
    "c700": "#36454c",
    "c800": "#1d2a30",
    "c900": "#142026",
    "c950": "#0e171b",
}


def build_theme() -> gr.themes.Base:
    """The theme for `mount_gradio_app`; colours keep a contrast of 4.5 to 1 in light and dark."""
    import gradio as gr

    teal = gr.themes.Color(name="harbour", **_TEAL)
    grey = gr.themes.Color(name="slate", **_GREY)
    theme = gr.themes.Base(
        primary_hue=teal,
        secondary_hue=teal,
        neutral_hue=grey,
        spacing_size=gr.themes.sizes.spacing_md,
        radius_size=gr.themes.sizes.radius_md,
        text_size=gr.themes.sizes.text_md,
        font=FONTS,
        font_mono=("ui-monospace", "Noto Sans Mono CJK TC", "monospace"),
    )
    return theme.set(
        body_background_fill="#f7f8f8",
        body_background_fill_dark="#0e171b",
        body_text_color="#1d2a30",
        body_text_color_dark="#e8eef0",
        body_text_color_subdued="#4f6068",
        body_text_color_subdued_dark="#a9bac1",
        background_fill_primary="#ffffff",
        background_fill_primary_dark="#142026",
        background_fill_secondary="#f7f8f8",
        background_fill_secondary_dark="#0e171b",
        block_background_fill="#ffffff",
        block_background_fill_dark="#142026",
        block_border_width="0px",
        block_shadow="none",
        block_label_text_color="#4f6068",
        block_label_text_color_dark="#a9bac1",
        block_title_text_color="#4f6068",
        block_title_text_color_dark="#a9bac1",
        block_info_text_color="#4f6068",
        block_info_text_color_dark="#a9bac1",
        border_color_primary="#dde3e5",
        border_color_primary_dark="#2b3a41",
        input_background_fill="#ffffff",
        input_background_fill_dark="#1a282f",
        input_border_color="#94a3a9",
        input_border_color_dark="#5b6d75",
        input_border_width="1px",
        input_placeholder_color="#5f7078",
        input_placeholder_color_dark="#94a3a9",
        button_primary_background_fill="#0f6577",
        button_primary_background_fill_dark="#8fc0ca",
        button_primary_background_fill_hover="#0b5363",
        button_primary_background_fill_hover_dark="#bcdae0",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#0a2a33",
        button_secondary_background_fill="#ffffff",
        button_secondary_background_fill_dark="#1a282f",
        button_secondary_background_fill_hover="#eef6f7",
        button_secondary_background_fill_hover_dark="#223239",
        button_secondary_border_color="#94a3a9",
        button_secondary_border_color_dark="#5b6d75",
        button_secondary_text_color="#1d2a30",
        button_secondary_text_color_dark="#e8eef0",
        button_border_width="1px",
        link_text_color="#0f6577",
        link_text_color_dark="#8fc0ca",
        color_accent_soft="#eef6f7",
        color_accent_soft_dark="#16323a",
    )
