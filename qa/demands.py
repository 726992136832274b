"""What kinds of thing a question asks for, and how a stretch of the report shows that it has them.

A question such as 「補助幾件、花多少錢？」 demands a count in 件 and an amount of money.  Each demand has
cues in the question and a proof in the evidence; a demand that nothing cited proves is the strongest
sign that the report does not answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMERAL = r"[\d一二兩三四五六七八九十百千萬億]"

UNIT_GROUPS: tuple[frozenset[str], ...] = tuple(
    frozenset(group.split())
    for group in (
        "人 位 名 人次 員 人數 人員 學員 對",
        "件 案 起 筆 件次 案件 案次 件數",
        "場 場次 次 梯次 梯 期 班 班次 屆 回 趟 趟次 次數 堂 節",
        "處 座 所 家 間 個 站 館 點 據點 棟 戶 家次 單位 處所 校 里 社區 團 團體 隊 組 口",
        "台 輛 部 艘 架 支 具 組 套 輛次 車次 班次 顆 盞",
        "張 份 冊 本 則 篇 幅 首 部 支 項 款 種 類 條 面 枚 組",
        "元 塊 錢 塊錢 萬元 億元 千元 仟元",
        "公里 公尺 米 平方公尺 公頃 坪 平方公里 平方米 公分",
        "噸 公噸 公斤 斤 公克 克 公升 立方公尺",
        "小時 時 分鐘 分 秒",
        "天 日 週 周 星期 個月 月 年 歲 學期",
        "度 度電 瓦 千瓦",
        "株 棵 隻 頭 尾 包 袋 盆 頂 批 片 通 床 劑",
        "項 個 案 計畫 種",
        "% 趴 成 百分點 ‰",
    )
)
"""Counting words that can stand for each other between a question and the report."""

_NOT_COUNTED = {"元", "塊", "錢", "塊錢", "萬元", "億元", "千元", "仟元", "%", "趴", "成", "‰"}  # other kinds have these
_UNITS = sorted(
    {unit for group in UNIT_GROUPS for unit in group if unit not in _NOT_COUNTED}, key=len, reverse=True
)
_UNIT = "|".join(map(re.escape, _UNITS))

_MONEY_ASKED = (
    r"(?:多少|幾|多)\s*(?:新?[台臺]?幣|錢|元|塊|萬元|億元|經費|預算|金額|費用)|(?:幾|多少)\s*[百千萬億]\s*(?:元|塊)"
    r"|(?:金額|經費|費用|總額|預算|款項|成本|薪水|租金|罰款|獎金|補助款|月費|票價|價格|稅額|產值)[^，。？?]{0,6}(?:多少|幾)"
    r"|(?:多少|幾)[^，。？?]{0,3}(?:萬|億)(?!人)|花了?多少(?!人|時間|小時|天)|(?:賣|賺|欠|罰|補貼?|領|拿|收|省|撥)[^，。？?]{0,4}多少(?:錢|$|[，。？?])"
    r"|how much (?:money|did|does|was|is|will|were|has|subsid|fund|tax|revenue)|(?:cost|amount|budget|fee|price|fine)\b"
)
_PERCENT_ASKED = (
    r"幾\s*(?:%|％|趴|成|個百分點|百分比)|百分之(?:幾|多少)|多少\s*(?:%|％|趴|百分比|比例|比率)|幾趴"
    r"|(?:率|比例|比率|占比|佔比|達成度|百分比)[^，。？?]{0,8}(?:多少|幾|多高)|percent|\brate\b|\bshare of\b"
)


@dataclass(frozen=True)
class Demand:
    """One kind of thing that a question asks for; `unit` is the counting word of a count, else ""."""

    kind: str
    label: str  # how `missing` names it to the user
    unit: str = ""
    start: int = 0  # offset of the cue in the question


_CUES: tuple[tuple[str, str, str], ...] = (
    ("money", "金額", _MONEY_ASKED),
    ("percent", "比率", _PERCENT_ASKED),
    (
        "phone",
        "電話",
        r"(?<!通)(?<!支)(?:電話|專線|分機|手機|號碼|門號)[^，。？?]{0,6}(?:幾|多少|什麼|是|呢)|(?:打|撥)(?:給)?(?:哪|幾號|幾支|什麼電話|去哪)|哪(?:一|幾)?支電話|(?<!通)電話(?:號碼)?[？?]?$|phone|call which|what number",
    ),
    ("address", "地址", r"地址|幾樓|門牌|address\b"),
    (
        "date",
        "日期",
        r"幾月|幾號|幾日(?!游)|哪一?天|哪一?日|哪個?月|何時|什麼時候|甚麼時候|啥時|哪時候?|日期|哪一?年|哪幾天|幾年(?:成立|開始|啟用)|\bwhen\b|what (?:date|day|month)|which (?:date|day|month|year)",
    ),
    ("clock", "時間", r"幾點|幾時|營業時間|開放時間|服務時間|時段|what time|opening hours"),
    ("age", "年齡", r"幾歲|年齡|how old|what age"),
    (
        "duration",
        "期間",
        r"多久|多長時間|幾(?:個)?(?:小時|分鐘|天|工作天|個月|年(?!級|度|成立|開始|啟用|底|前))(?!內)|how long|how many (?:days|hours|minutes|months|years)",
    ),
    ("rank", "名次", r"第幾|名次|排名|冠軍|打幾折|rank"),
    (
        "person",
        "姓名",
        r"誰|哪(?:一|幾)?位|何人|姓名|叫什麼名字|名字|哪個人|\bwho\b(?! (?:is|are) eligible)|whose name|what is the name of the",
    ),
    ("place", "地點", r"哪裡|哪裏|在哪|去哪|到哪|地點|何處|什麼地方|哪個地方|哪邊|\bwhere\b"),
    (
        "reason",
        "原因",
        r"為什麼|為何|為啥|怎麼會|怎麼沒|原因|何以|何故|什麼理由|出了什麼問題|卡在(?:哪|什麼)|\bwhy\b|reason",
    ),
    (
        "procedure",
        "辦理方式",
        r"怎麼(?:申請|報名|辦理|加入|參加|預約|登記|領|約|檢舉|借|買|去)|如何(?:申請|報名|辦理|加入|參加|預約|登記|領取|檢舉|借用?)|(?:跟誰|向誰|去哪|到哪|在哪|哪裡)(?:裡|裏)?(?:申請|報名|登記|領|預約)|要準備什麼|how (?:do|can) (?:i|we|you|one)|how to",
    ),
    (
        "documents",
        "應備文件",
        r"(?:什麼|哪些|那些)(?:文件|證件|資料|證明)|要帶什麼|帶什麼去|應備|what documents|which documents",
    ),
    ("which", "項目", r"哪(?!裡|裏|時|天|一天|一日|邊|年|個月|一年|位|一位|能)|有什麼|是什麼|什麼|啥|有何|\bwhich\b|\bwhat\b"),
)

_COMPILED = tuple((kind, label, re.compile(pattern, re.IGNORECASE)) for kind, label, pattern in _CUES)
_COUNT = re.compile(rf"(?<!哪)(?<!那)(?:幾|多少)\s*(?:個|百|千|萬|十)?\s*(?P<unit>{_UNIT})", re.IGNORECASE)
_COUNT_VAGUE = re.compile(
    r"多少(?![^，。？?]{0,2}錢)|有幾|幾多|總共幾|一共幾|how many|數量|總數|number of", re.IGNORECASE
)

_FIGURE = r"\d[\d,，.\s]*"
_PROOFS: dict[str, re.Pattern[str]] = {
    "money": re.compile(
        rf"{_FIGURE}(?:[億萬千百仟]\s*[\d,，.\s]*)*(?:餘|多)?\s*(?:元|億|萬(?!人|次|件|隻|包|株|度|筆|噸))|[一二兩三四五六七八九十百千萬億]+元|免費|免收"
    ),
    "percent": re.compile(r"[\d.]+\s*[%％‰]|百分之|[\d一二三四五六七八九]\s*成|百分點|半[價票]|折"),
    "phone": re.compile(r"\d{2,4}[-－)）\s]?\d{3,4}[-－]?\d{3,4}|專線\s*\d|(?<!\d)1\d{2,3}(?!\d)"),
    "address": re.compile(r"[路街巷段]\s*[\d一二三四五六七八九十]+\s*[號巷段之樓]|\d+\s*樓"),
    "date": re.compile(
        r"\d+\s*月|\d+\s*/\s*\d+|\d{2,3}\.\s*\d{1,2}\.\s*\d{1,2}|\d{2,4}\s*年|每[年月週周日季]|[一二三四五六七八九十]月|週[一二三四五六日]"
    ),
    "clock": re.compile(r"\d+\s*[時點]|上午|下午|中午|晚間|夜間|\d{1,2}[:：]\d{2}|24\s*小時|全天"),
    "age": re.compile(rf"{_NUMERAL}+\s*(?:[-~～至到]\s*{_NUMERAL}+\s*)?歲"),
    "duration": re.compile(
        rf"{_NUMERAL}+[\d.]*\s*(?:個)?(?:年|月|日|天|小時|分鐘|分|週|星期|秒)|每[年月週周日季]"
    ),
    "rank": re.compile(rf"第\s*{_NUMERAL}+|冠軍|亞軍|季軍|優勝|特優|優等|甲等|首獎|最佳|金獎|銀獎|銅獎|[金銀銅]牌?"),
    "reason": re.compile(
        r"因|由於|惟|致|影響|爰|遭遇|考量|緣|礙於|受限|不足|疫情|為(?:了|使|提|因應|鼓勵|避免|確保|讓|促|加強|推)|俾|以利|以期"
    ),
    "procedure": re.compile(
        r"申請|報名|洽|上網|網站|網路|線上|電話|撥打|QR|LINE|信箱|臨櫃|受理|預約|登記|說明會|窗口|專線", re.IGNORECASE
    ),
    "documents": re.compile(r"文件|證明|身分證|證件|檢附|申請書|表格|範例"),
    "place": re.compile(
        r"[區里路街館園港樓站寺廟宮廳所場院校橋島村店碼頭澳坑灘]|中心|學校|國小|國中|高中|大學|市府|廣場|縣|市|處"
    ),
    "person": re.compile(
        r"(?:先生|女士|老師|委員|教授|處長|局長|市長|校長|選手|同學|律師|醫師|博士|主任|隊長|里長|理事長|團長|藝術家|作家|導演|講師|小姐|總裁|董事長|民|員|志工)"
    ),
}


def find_demands(question: str) -> tuple[Demand, ...]:
    """The kinds of thing that a question in Traditional Chinese or English asks for, in its order."""
    found: list[Demand] = []
    for kind, label, pattern in _COMPILED:
        found += [Demand(kind, label, start=match.start()) for match in pattern.finditer(question)]
    specific = {demand.start for demand in found if demand.kind != "which"}
    for match in _COUNT.finditer(question):
        if match.start() not in specific:
            found.append(Demand("count", f"{match['unit']}數", match["unit"], match.start()))
    if not any(demand.kind in _NUMERIC for demand in found):
        match = _COUNT_VAGUE.search(question)
        if match:
            found.append(Demand("number", "數字", start=match.start()))
    if any(demand.kind != "which" for demand in found):
        starts = [demand.start for demand in found if demand.kind != "which"]
        found = [d for d in found if d.kind != "which" or all(abs(d.start - start) > 1 for start in starts)]
    unique: dict[tuple[str, str], Demand] = {}
    for demand in sorted(found, key=lambda demand: demand.start):
        unique.setdefault((demand.kind, demand.unit), demand)
    return tuple(unique.values())


_NUMERIC = frozenset({"money", "percent", "count", "age", "duration", "rank", "number"})


def is_numeric(demand: Demand) -> bool:
    """Does the demand ask for a number of some sort?"""
    return demand.kind in _NUMERIC


def proves(demand: Demand, evidence: str, given: frozenset[str] = frozenset()) -> bool:
    """Does the evidence hold a thing of the demanded kind?

    `given` are the digit strings that the question itself states: they are known and prove nothing.
    A kind without a rule (「哪些」) counts as proved: only its words can be missing.
    """
    if demand.kind == "count" and demand.unit != "個":
        return _has_count(demand.unit, evidence, given)
    if demand.kind in ("number", "count"):
        return bool(_figures(evidence) - given) or bool(re.search(r"[一二兩三四五六七八九十]+[位名件場次處個座所]", evidence))
    pattern = _PROOFS.get(demand.kind)
    if pattern is None:
        return True
    return any(not _is_given(match.group(), given) for match in pattern.finditer(evidence))


def units_like(unit: str) -> frozenset[str]:
    """The counting words that can stand for one, itself included."""
    return frozenset({unit}).union(*(group for group in UNIT_GROUPS if unit in group))


def _has_count(unit: str, evidence: str, given: frozenset[str]) -> bool:
    words = "|".join(map(re.escape, sorted(units_like(unit), key=len, reverse=True)))
    pattern = re.compile(
        rf"(?P<n>\d[\d,，.\s]*|[一二兩三四五六七八九十百千]+)\s*(?:[萬億千餘多]\s*[\d,]*\s*)?[(（]?(?:{words})"
    )
    return any(not _is_given(match["n"], given) for match in pattern.finditer(evidence))


def _figures(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d)[,，](?=\d{3})", "", text)))


def _is_given(text: str, given: frozenset[str]) -> bool:
    figures = _figures(text)
    return bool(figures) and figures <= given
