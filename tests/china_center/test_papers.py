"""Row 52: the certificate as a PDF in both languages, with real glyphs or not at all."""

import io
import zipfile
from urllib.parse import unquote

import pikepdf
import pypdfium2
import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.urls import reverse

from china_center.certification.files import file_name
from china_center.certification.layout import render_pdf
from china_center.certification.paper import compose
from china_center.certification.signing import CertificateError, statement_of
from china_center.models import Attendance, Certificate
from tests.factories import make_city
from tests.publications import pdf_tags

from .training import ISSUED, make_certificate, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def paper_of(certificate):
    return render_pdf(compose(certificate))


def text_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1
        page = document[0]
        assert tuple(round(side) for side in page.get_size()) == (842, 595)
        return page.get_textpage().get_text_bounded()


def pdf_page(client, certificate):
    return client.get(reverse("admin:china_center_certificate_pdf", args=[certificate.pk]))


def test_row_52_the_pdf_says_it_in_both_languages():
    session = make_session(["A"], includes_assessment=True)
    certificate = make_certificate(session=session, attendance=session.attendances.get())

    text = text_of(paper_of(certificate))

    one_line = " ".join(text.split())
    assert text.count(certificate.number) == 2
    assert " ".join(certificate.code[at : at + 4] for at in range(0, 20, 4)) in one_line
    for words in ("This is to certify that", "兹证明", "City finance", "城市财政", "Testville"):
        assert words in one_line
    for words in ("passed its assessment", "考核合格", "May 1, 2024"):
        assert words in one_line
    assert "2024年5月1日" in text.replace(" ", "")


@pytest.mark.parametrize(
    "name",
    [
        "𠮷㛃㐂",
        "José Ángel Núñez",
        "Nguyễn Thị Ngọc Ánh",
        "Łukasz Żółć",
        "Şükrü Çağlar",
        "Ḥasan Ṣāliḥ",
        "Lǚ Xióng",
        "Иван Петров",
        "Cafe\u0301 Müller",
    ],
)
def test_rare_characters_and_diacritics_are_set_with_real_glyphs(name):
    pdf = paper_of(make_certificate(holder_name=name))

    composed = name.replace("e\u0301", "é")
    assert text_of(pdf).count(composed) == 2
    assert pdf_tags.faults(pdf) == []


def test_a_name_in_rare_characters_is_drawn_and_not_left_blank():
    def ink(name):
        with pypdfium2.PdfDocument(paper_of(make_certificate(holder_name=name))) as document:
            picture = document[0].render(scale=1).to_pil().convert("L")
        # The name in the left column.
        return sum(picture.crop((60, 60, 420, 340)).histogram()[:128])

    assert ink("𠮷") > ink("一") + 30
    assert ink("𠮷") != ink("㐂")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Ali علي", "U+0639"),
        ("A\u202eB", "U+202E"),
        ("葛\U000e0100", "U+E0100"),
        ("😀", "U+1F600"),
    ],
)
def test_a_character_without_a_glyph_is_named_and_nothing_is_printed(admin_client, name, told):
    certificate = make_certificate(holder_name=name)

    response = pdf_page(admin_client, certificate)

    assert response.status_code == 302
    page = admin_client.get(response.url).content.decode()
    assert "have no glyph" in page
    assert told in page
    for record in (Certificate(holder_name=name, issued_on=ISSUED), Attendance(name=name)):
        with pytest.raises(ValidationError, match="no glyph"):
            record.clean()


def test_the_pdf_meets_pdf_ua_as_far_as_a_program_can_tell():
    pdf = paper_of(make_certificate(session=make_session()))

    assert pdf_tags.faults(pdf) == []
    assert {"en-US", "zh-CN"} <= set(pdf_tags.languages_of(pdf))
    assert len(pdf_tags.alternatives_of(pdf)) == 1


def test_the_code_and_the_link_around_it_hold_what_is_signed():
    certificate = make_certificate(may_show_name=True)
    with pikepdf.open(io.BytesIO(paper_of(certificate))) as pdf:
        (address,) = {str(each.A.URI) for each in pdf.pages[0].Annots}

    lines = statement_of(address.partition("#")[2])

    assert lines[1:5] == [certificate.code, certificate.number, "P", "José Ángel 𠮷㛃"]


def test_the_holders_name_is_on_the_paper_also_where_it_is_not_to_be_shown():
    certificate = make_certificate(may_show_name=False)
    paper = compose(certificate)

    assert text_of(render_pdf(paper)).count("José Ángel 𠮷㛃") == 2
    assert statement_of(paper.address.partition("#")[2])[4] == ""


@pytest.mark.parametrize("name", ["W" * 160, "国" * 160, "Wide words " * 14])
def test_the_longest_names_still_fit_on_one_page(name):
    session = make_session()
    session.program.name_en = "Wide words " * 18
    session.program.name_zh_hans = "宽字" * 60

    text = text_of(paper_of(make_certificate(holder_name=name, session=session)))

    assert "ICMACC-2024" in text


def test_a_code_that_no_camera_could_read_is_refused():
    session = make_session()
    session.program.name_zh_hans = "宽" * 200
    certificate = make_certificate(holder_name="国" * 160, session=session, may_show_name=True)

    with pytest.raises(CertificateError, match="too long for the code"):
        compose(certificate)


@pytest.mark.parametrize("state", ["revoked", "replaced"])
def test_what_was_taken_back_is_not_printed(admin_client, state):
    certificate = make_certificate()
    certificate.revoke() if state == "revoked" else certificate.issue_anew()

    response = pdf_page(admin_client, certificate)

    assert response.status_code == 302
    assert "not printed any more" in admin_client.get(response.url).content.decode()


HOSTILE = [
    'a"; filename="x.exe',
    "../../etc/passwd",
    "a\r\nSet-Cookie: x=1",
    "C:\\con|?*",
    "𠮷" * 160,
]


@pytest.mark.parametrize("name", HOSTILE)
def test_names_of_files_and_headers_are_safe(admin_client, name):
    certificate = make_certificate(holder_name=name)
    response = pdf_page(admin_client, certificate)

    disposition = response.headers["Content-Disposition"]
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Cache-Control"].startswith("private, no-store")
    start = f"attachment; filename=\"{certificate.number}.pdf\"; filename*=UTF-8''"
    assert disposition.startswith(start)
    shown = unquote(disposition.removeprefix(start))
    assert not set(shown) & set('/\\:*?"<>|\r\n')
    assert shown.startswith(certificate.number)
    assert shown.endswith(".pdf")
    assert len(file_name(certificate)) < 90
    assert "Set-Cookie" not in response.headers


def test_many_are_sent_as_a_zip(admin_client):
    certificates = [make_certificate(holder_name=name) for name in ("甲", "../乙", "丙")]
    chosen = {"action": "download", "_selected_action": [each.pk for each in certificates]}

    response = admin_client.post(reverse("admin:china_center_certificate_changelist"), chosen)

    data = b"".join(response.streaming_content)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        texts = [text_of(archive.read(name)) for name in names]
    assert names == [file_name(each) for each in certificates]
    assert not [name for name in names if "/" in name or ".." in name.replace(".pdf", "")[:1]]
    assert all(each.number in text for each, text in zip(certificates, texts, strict=True))


def test_a_zip_that_cannot_be_whole_is_not_begun(admin_client):
    good, bad = make_certificate(), make_certificate(holder_name="علي")
    chosen = {"action": "download", "_selected_action": [good.pk, bad.pk]}
    address = reverse("admin:china_center_certificate_changelist")

    response = admin_client.post(address, chosen, follow=True)

    assert f"{bad.number}: The fonts of certificates have no glyph" in response.content.decode()


@pytest.mark.parametrize(
    ("group", "status"),
    [(None, 302), ("", 302), ("Translator", 403), ("Editor", 200), ("Publisher", 200)],
)
def test_only_who_may_issue_holds_the_papers(client, group, status):
    certificate = make_certificate(session=make_session())
    if group is not None:
        user = User.objects.create_user("staff", is_staff=bool(group))
        user.groups.set(Group.objects.filter(name=group))
        client.force_login(user)
    addresses = [
        reverse("admin:china_center_certificate_pdf", args=[certificate.pk]),
        *(
            reverse(f"admin:china_center_trainingsession_{page}", args=[certificate.session_id])
            for page in ("certificates", "certificates_pdf")
        ),
    ]

    assert [client.get(each).status_code for each in addresses] == [status] * 3
    if status == 302:
        assert all(client.get(each).url.startswith("/admin/login/") for each in addresses)


def test_the_paper_of_a_recognition_names_the_government():
    city = make_city(name_en="Recognized City", name_zh_hans="受表彰市")

    text = text_of(paper_of(make_certificate(holder_city=city)))

    for words in ("Recognition of a local", "hereby recognizes", "Recognized City", "受表彰市"):
        assert words in text
