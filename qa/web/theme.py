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
_COLOURS = {
    ("#f7f8f8", "#0e171b"): "body_background_fill background_fill_secondary",
    ("#1d2a30", "#e8eef0"): "body_text_color button_secondary_text_color",
    (
        "#4f6068",
        "#a9bac1",
    ): "body_text_color_subdued block_label_text_color block_title_text_color block_info_text_color",
    ("#ffffff", "#142026"): "background_fill_primary block_background_fill",
    ("#dde3e5", "#2b3a41"): "border_color_primary",
    ("#ffffff", "#1a282f"): "input_background_fill button_secondary_background_fill",
    ("#94a3a9", "#5b6d75"): "input_border_color button_secondary_border_color",
    ("#5f7078", "#94a3a9"): "input_placeholder_color",
    ("#0f6577", "#8fc0ca"): "button_primary_background_fill link_text_color",
    ("#0b5363", "#bcdae0"): "button_primary_background_fill_hover",
    ("#ffffff", "#0a2a33"): "button_primary_text_color",
    ("#eef6f7", "#223239"): "button_secondary_background_fill_hover",
    ("#eef6f7", "#16323a"): "color_accent_soft",
}
"""What is set, by its colour in light and dark."""


def build_theme() -> gr.themes.Base:
    """The theme for `mount_gradio_app`; colours keep a contrast of 4.5 to 1 in light and dark."""
    import gradio as gr

    theme = gr.themes.Base(
        primary_hue=gr.themes.colors.teal,
        secondary_hue=gr.themes.colors.teal,
        neutral_hue=gr.themes.colors.slate,
        spacing_size=gr.themes.sizes.spacing_md,
        radius_size=gr.themes.sizes.radius_md,
        text_size=gr.themes.sizes.text_md,
        font=FONTS,
        font_mono=("ui-monospace", "Noto Sans Mono CJK TC", "monospace"),
    )
    colours = {
        f"{name}{scheme}": colour
        for pair, names in _COLOURS.items()
        for name in names.split()
        for scheme, colour in zip(("", "_dark"), pair, strict=True)
    }
    return theme.set(
        **colours,
        block_border_width="0px",
        block_shadow="none",
        input_border_width="1px",
        button_border_width="1px",
    )
