"""The XML within an OOXML file: no entities, no macros, nothing fetched from elsewhere."""

import re
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from .refusal import Refusal

MAIN = re.compile(r"\.(?:spreadsheetml\.sheet|wordprocessingml\.document)\.main\+xml$")
MACRO = re.compile(r"macroEnabled|vbaProject|activeX|ms-office\.(?:vba|intlmacro)", re.I)
OUTWARD = re.compile(r"\s*(?:https?|mailto):", re.I)
HYPERLINK = "/hyperlink"
# Fields of Word that fetch, start or carry something (ECMA-376 part 1, section 17.16.5).
FIELD = re.compile(
    r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|MACROBUTTON|EMBED|LINK|DATABASE)\b", re.I
)
# Functions of a workbook that fetch or start something, and the old call of another program.
FORMULA = re.compile(
    r"\b(?:WEBSERVICE|CALL|REGISTER(?:\.ID)?|EXEC|RTD|IMAGE|FILTERXML)\s*\(|\|\s*'", re.I
)


def check_xml(name, stream):
    """Read one part; return the type of the main part if it is the list of types.

    Raises Refusal for what fetches, starts or carries something, and for what is no sound XML.
    """
    reader = _reader_of(name)
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(reader)
    try:
        parser.parse(stream)
    except DefusedXmlException as error:
        raise Refusal("office_entities") from error
    except (SAXParseException, UnicodeError, ValueError, LookupError) as error:
        raise Refusal("office_damaged") from error
    return reader.main


def _reader_of(name):
    if name == "[Content_Types].xml":
        return _Types()
    if name.lower().endswith(".rels"):
        return _Relations()
    if name.lower().startswith("word/"):
        return _Fields()
    if name.lower().startswith("xl/worksheets/") or name.lower() == "xl/workbook.xml":
        return _Formulas()
    return _Any()


class _Any(ContentHandler):
    """Sound XML is all that is asked of other parts."""

    main = None


class _Types(_Any):
    def startElementNS(self, name, _qname, attributes):
        kind = attributes.get((None, "ContentType"), "")
        if MACRO.search(kind):
            raise Refusal("office_macro")
        if MAIN.search(kind):
            self.main = kind


class _Relations(_Any):
    def startElementNS(self, name, _qname, attributes):
        kind = attributes.get((None, "Type"), "")
        if MACRO.search(kind):
            raise Refusal("office_macro")
        if attributes.get((None, "TargetMode"), "").lower() != "external":
            return
        target = attributes.get((None, "Target"), "")
        if not kind.endswith(HYPERLINK) or not OUTWARD.match(target):
            raise Refusal("office_link")


class _Fields(_Any):
    """Fields may be cut into pieces at will, so that their pieces are put together first."""

    def __init__(self):
        super().__init__()
        self.code, self.is_within = [], False

    def startElementNS(self, name, _qname, attributes):
        if name[1] == "instrText":
            self.is_within = True
        elif name[1] == "fldSimple":
            _refuse_fields("".join(value for _key, value in attributes.items()))
        elif name[1] == "fldChar":
            self._judge()

    def characters(self, content):
        if self.is_within:
            self.code.append(content)

    def endElementNS(self, name, _qname):
        if name[1] == "instrText":
            self.is_within = False

    def endDocument(self):
        self._judge()

    def _judge(self):
        _refuse_fields("".join(self.code))
        self.code = []


class _Formulas(_Any):
    def __init__(self):
        super().__init__()
        self.formula = None

    def startElementNS(self, name, _qname, attributes):
        self.formula = [] if name[1] in ("f", "definedName") else None

    def characters(self, content):
        if self.formula is not None:
            self.formula.append(content)

    def endElementNS(self, name, _qname):
        if self.formula is not None:
            if FORMULA.search("".join(self.formula)):
                raise Refusal("office_link")
            self.formula = None


def _refuse_fields(code):
    # Before the field's name stand at most blanks; elsewhere the word may be a bookmark's name.
    if FIELD.match(code.strip()):
        raise Refusal("office_link")
