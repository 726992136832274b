"""What a frame asks, in plain words for those who put it into their own."""

from __future__ import annotations

from collections.abc import Iterator

from qa.tables.frame import Frame
from qa.tables.query import Entity, Level, Range

NOUNS = {
    Entity.INDICATOR: "關鍵績效指標",
    Entity.COMMON: "共同性指標",
    Entity.BOTH: "關鍵績效指標連同共同性指標",
    Entity.REVIEW: "未達標檢討（檢討表裡的項目）",
    Entity.PROGRAMME: "重要施政成果的計畫項目",
}
STATES = {
    "missed": "沒有達到目標（達成度未滿 100%）",
    "full": "達到目標（達成度 100%）",
    "over": "實際值高於目標值",
    "exact": "實際值剛好等於目標值",
    "under": "實際值低於目標值",
    "zero": "達成度為 0",
    "percent": "目標以百分比計",
    "oneoff": "目標值是 1（一次性的）",
    "unreviewed": "沒有附檢討的",
    "up": "數值是正的（比去年增加）",
    "down": "數值是負的（比去年減少）",
    "same": "數值是 0（沒有增減）",
    "moved": "數值不是 0（有增減）",
}
MEASURES = {
    "level": "達成度（計畫則為完成程度）",
    "actual": "實際達成值",
    "target": "目標值",
    "ratio": "實際是目標的幾倍",
    "gap": "實際減目標",
    "difference": "達成度差異值（百分點）",
    "count": "項數",
    "rate": "達標率（達成度 100% 的項數占比）",
    "missrate": "未達標率（未達標項數占該單位項數）",
    "share": "占該單位項數的比率",
    "mean": "平均達成度",
    "goals": "策略目標數",
    "per_goal": "平均每個策略目標的指標數",
}
ASKS = {
    "many": "共幾項",
    "list": "列出是哪些",
    "share": "占百分之幾",
    "sum": "合計多少",
    "mean": "平均多少",
    "median": "中位數多少",
    "difference": "差多少",
    "multiple": "是幾倍",
    "why": "原因寫什麼",
    "each": "各單位分別多少",
    "portion": "占全市府同樣條件的項目的百分之幾",
}
ORDERS = {
    "top": "最高（最多）的",
    "bottom": "最低（最少）的",
    "down": "全部由高到低排",
    "up": "全部由低到高排",
    "both": "最高的和最低的",
}
LEVELS = {
    Level.DEPARTMENTS: "問的是單位（局處）",
    Level.UNITS: "問的是哪種計量單位",
    Level.GOALS: "問的是策略目標",
}
HELD = {"some": "有這種項目的單位", "none": "一項這種的都沒有的單位", "every": "每一項都如此的單位"}
HELD_FOR_TRUE = {"every": "每一項都如此", "none": "一項這樣的都沒有", "some": "有這樣的"}
CLAIMED = {
    "n": "的數量",
    "share": "所占百分比",
    "portion": "占全市府同樣條件的項目的百分比",
    "mean": "平均值",
    "value": "它的數值",
}
TEXTS = {"name": "名稱", "reason": "檢討原因", "text": "名稱", "goal": "策略目標"}


def describe(frame: Frame) -> str:
    """What a frame asks and claims."""
    return "；".join([*_describe_rows(frame), *_describe_asked(frame), *_describe_claimed(frame)])


def _describe_rows(frame: Frame) -> Iterator[str]:
    """The rows of a frame."""
    yield f"對象：{NOUNS[frame.entity]}"
    left_out = f"（{'、'.join(frame.excluded)} 除外）" if frame.excluded else ""
    yield f"範圍：{'、'.join(frame.places) or '全市府'}{left_out}"
    if frame.status:
        yield f"條件：{STATES[frame.status]}"
    for test in frame.tests:
        yield f"條件：{MEASURES[test.of]} {describe_span(test.span)}"
    for of, forms in frame.words:
        yield f"條件：{TEXTS.get(of, of)}有「{'、'.join(forms)}」"
    if frame.units:
        yield f"條件：目標的單位是「{'、'.join(frame.units)}」"
    if len(frame.kinds) > 1:
        yield "名稱以處結尾的和以局結尾的單位分兩群比"
    elif frame.kinds:
        yield f"範圍：只看名稱以「{frame.kinds[0]}」結尾的單位"


def _describe_asked(frame: Frame) -> Iterator[str]:
    """What is told of the rows of a frame."""
    if frame.level in LEVELS:
        yield LEVELS[frame.level]
    if frame.holds and frame.level is not Level.ROWS:
        yield HELD[frame.holds]
    if frame.goals:
        yield "數的是策略目標"
    if frame.order:
        yield f"要：依{MEASURES[frame.by or 'count']}，{ORDERS[frame.order]}{_describe_ranks(frame.ranks)}"
    elif frame.by:
        yield f"看的是：{MEASURES[frame.by]}"
    if frame.asks:
        yield "要：" + "、".join(ASKS[ask] for ask in sorted(frame.asks))


def _describe_claimed(frame: Frame) -> Iterator[str]:
    """What a frame holds for true."""
    if frame.holds and frame.level is Level.ROWS:
        yield f"主張：{HELD_FOR_TRUE[frame.holds]}"
    for claim in frame.claims:
        yield f"主張：{CLAIMED[claim.of]} {describe_span(claim.span)}"
    if frame.said:
        yield f"主張：那就是{'、'.join(frame.said)}"


def _describe_ranks(ranks: tuple[int, int] | None) -> str:
    if ranks is None:
        return ""
    return f"，第 {ranks[0]} 名" if ranks[0] == ranks[1] else f"，第 {ranks[0]} 到 {ranks[1]} 名"


def describe_span(span: Range) -> str:
    """An interval in signs: ≥ 60 且 ＜ 80."""
    if span.low is not None and span.low == span.high:
        return f"等於 {span.low:g}"
    ends = [f"{'≥' if span.low_in else '＞'} {span.low:g}"] if span.low is not None else []
    ends += [f"{'≤' if span.high_in else '＜'} {span.high:g}"] if span.high is not None else []
    return " 且 ".join(ends)
