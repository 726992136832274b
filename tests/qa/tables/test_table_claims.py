"""Which questions are taken for computed ones: by their parts, in words that no list of patterns holds."""

import pytest

from qa.tables.plans import Form

CLAIMED = {
    Form.OVERVIEW: [
        "全市府共有幾項關鍵績效指標？",
        "民政處有幾個策略目標、幾項指標",
        "環保局的KPI達成情形如何",
        "環保局13項KPI有幾項達標、幾項沒達標",
        "共同性指標總共幾項",
        "How many strategic goals are there in total?",
    ],
    Form.COUNT: [
        "全市府有幾項指標沒達標？",
        "未達成的指標占幾成？",
        "有幾項達成度是0%？",
        "環保局達成度低於80%的指標有幾項",
        "民政處去年的成績單有幾成拿滿分",
        "整體達標率是多少",
        "共同性指標有幾項未達成",
        "How many KPIs missed their target?",
        "What share of the Environmental Protection Bureau's KPIs was fully met?",
        "全市府有几项指标没有达标？",
    ],
    Form.LIST: [
        "都發處有哪些指標沒達標，各是多少、差多少？",
        "達成度最低的指標是哪一項？",
        "達成度最低的三項指標",
        "環保局的指標全部都達標了嗎？",
        "民政處有沒有沒做到的項目",
        "名稱裡有「宣導」的指標有哪些",
        "跟宣導有關的指標有幾項",
        "達成目標值不是數字的指標有哪些",
        "民政處有3項指標沒達標，是哪3項？",
        "Which KPIs of the Urban Development Department were not met?",
        "Did the Civil Affairs Department meet all of its KPIs?",
    ],
    Form.DEPARTMENTS: [
        "哪些局處全部達成？",
        "有幾個局處KPI全數達標",
        "全部達標的局處",
        "哪些局處有指標不到八成",
        "哪些局處沒有任何指標低於80%",
        "未達成兩項以上的局處有哪些",
        "達標率低於九成的單位",
        "指標不到4項的局處有哪些",
        "沒達標的指標集中在哪些局處",
        "Which departments met all their targets?",
        "哪些局处的关键绩效指标全部达成？",
    ],
    Form.RANKING: [
        "哪個局處指標最多？",
        "達標率最差的前三名",
        "各局處達標率排名",
        "未達標最多的局處是誰，占幾成",
        "考績最好的是哪個局處",
        "哪個單位達標率吊車尾",
        "Which department has the lowest achievement rate?",
    ],
    Form.RANK: ["環保局的達標率排第幾？", "聽說民政處達標率墊底，是真的嗎"],
    Form.AGAINST_ALL: ["環保局的達標率比全市府高嗎"],
    Form.TABLE: ["各局處各有幾項指標？", "各單位的達標率", "How many KPIs did each department have?"],
    Form.COMPARISON: [
        "民政處比都發處多幾項指標？",
        "民政處和環保局哪個沒達標的比較多",
        "Compare the number of KPIs of the Civil Affairs Department and the Environmental Protection Bureau",
    ],
    Form.PER_DEPARTMENT: ["平均每個局處有幾項指標", "指標數最多跟最少的局處各是哪個"],
    Form.VALUE: ["全府平均達成度是多少", "未達成目標項目檢討共有幾項", "達成度中位數"],
    Form.GOALS: ["民政處有哪些策略目標", "民政處各策略目標各有幾項指標"],
    Form.SHARED: [
        "各局處完成學習時數的人數比率是多少",
        "學習時數人數比率哪個局處最低？",
        "哪些局處的學習時數比率沒達標",
        "學習時數人數比率低於90%的局處",
    ],
    Form.NAMES: ["共同性指標有哪些"],
}

REFUSED = [
    # one indicator, or a figure of the work itself
    "清溝長度達成度多少？",
    "里民活動目標幾場、實際幾場？",
    "資源回收量達標了嗎",
    "都市計畫說明會為什麼沒達標",
    "民政處的學習時數比率是多少",
    "社會處112年列管的高風險家庭有幾案",
    "警察局查獲幾件",
    "環保局稽查幾次",
    "哪些學校參加",
    "各局處學習時數人員有幾人",
    "哪些里達成率最高",
    "How many tonnes were recycled?",
    # departments, but not their indicators
    "哪個局處負責垃圾清運",
    "哪個局處預算最多",
    "各局處用電量排名",
    "預算執行率最高的局處",
    "哪些局處獲獎",
    "Which department handles garbage collection?",
    # programmes
    "哪些計畫完成程度未達100%",
    "環保局哪些工程沒完成",
    "民政處有幾項計畫獲補助",
    # other years, other places, reasons, opinions, definitions
    "114年全市府有幾項指標沒達標",
    "前一年的達標率是多少",
    "明年各局處有幾項指標",
    "新北市有幾項KPI沒達標",
    "為什麼都發處達標率最低",
    "達標率100%是不是灌水",
    "民政處指標全部達標，目標會不會訂太低",
    "沒達標要不要懲處",
    "達成度怎麼算",
    "指標是誰訂的",
    # what the closed language has no words for
    "目標值是100%的指標有幾項",
    "環保局第一個策略目標有幾項指標",
    "環保局有超過三成指標沒達標嗎",
    "",
    "？？",
]


@pytest.mark.parametrize(
    ("form", "question"), [(form, question) for form, questions in CLAIMED.items() for question in questions]
)
def test_claimed(answerer, form, question):
    plan = answerer.plan(question)
    assert plan is not None and plan.form is form


@pytest.mark.parametrize("question", REFUSED)
def test_refused(answerer, question):
    assert answerer.answer(question) is None


def test_a_very_long_question_is_refused(answerer):
    assert answerer.answer("全市府有幾項指標沒達標？" * 40) is None


@pytest.mark.parametrize("noise", ["請問一下，", "記者想知道", "我想請教，"])
def test_polite_words_change_nothing(answerer, noise):
    question = "全市府有幾項指標沒達標？"
    assert answerer.plan(noise + question).query == answerer.plan(question).query


def test_words_in_quotation_marks_are_read_when_they_are_no_topic(answerer):
    assert answerer.plan("哪個局處「未達80%」的指標數量居冠？") == answerer.plan(
        "哪個局處未達80%的指標數量最多？"
    )
