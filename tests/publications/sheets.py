"""Two fact sheets for the tests of how they are set, one in each language."""

import datetime
from dataclasses import replace

from publications.fact_sheets.code import qr_code
from publications.fact_sheets.sheet import (
    FactSheet,
    Member,
    Section,
    Statement,
)

PATH, SIZE = qr_code("https://example.org/partnerships/durban/")

ENGLISH = FactSheet(
    language="en",
    title="Durban and Fort Lauderdale adapt to climate change",
    kicker="CityLinks · Fact sheet",
    opening="Staff of the two cities compared how a coastal city plans for rising seas.",
    details=(("Program", "CityLinks"), ("Phase", "2011–2016")),
    members=(
        Member("Durban", "South Africa", "Partner city"),
        Member("Fort Lauderdale", "United States"),
    ),
    sections=(
        Section(
            "Facts",
            (
                Statement("The cities signed a memorandum of understanding.", (1, 2)),
                Statement("Staff met often.", lead="July 2013"),
            ),
        ),
        Section("Related documents", (Statement("Durban in figures", note="City assessment"),)),
    ),
    sources=(("Final report", "https://example.org/report.pdf"), ("Press release", "")),
    address="https://example.org/partnerships/durban/",
    as_of=datetime.date(2014, 5, 11),
    labels={
        "members": "Partner cities",
        "details": "At a glance",
        "sources": "Sources",
        "address": "Online",
        "code": "Code that leads there",
        "more": "More is online.",
        "as_of": "As of",
        "publisher_note": "Published by ICMA.",
    },
    code=PATH,
    code_size=SIZE,
)
CHINESE = replace(
    ENGLISH,
    language="zh-hans",
    title="德班与劳德代尔堡携手应对气候变化",
    opening="两市工作人员比较了沿海城市如何应对海平面上升。",
    members=(Member("德班", "南非", "伙伴城市"), Member("劳德代尔堡", "美国", "经验提供城市")),
    sections=(
        Section(
            "要点",
            (
                Statement("两市签署谅解备忘录。", (1,)),
                Statement("工作人员参加了“互访交流”。", (2,)),
            ),
        ),
        Section("文件", (Statement("德班数据"),)),
    ),
    labels=ENGLISH.labels | {"as_of": "截至", "sources": "资料来源"},
)
