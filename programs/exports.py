"""What the lists of projects and countries give out, and how sources stand in every list."""

from django.utils.translation import gettext_lazy as _

from icma_portal.exports.columns import Choice, Column, Day, Words, YesNo
from icma_portal.exports.declarations import Export
from icma_portal.exports.formats import ATOM, TABLES
from icma_portal.exports.relations import Many, One, Rows, joined

from .models import Country, CountryInvolvement, Organization, Project, Topic


class Sources(Column):
    """The sources that the record cites; titles stay in their own language."""

    holds = _("Addresses of the sources, or their titles where there is no address")

    def prepare(self, queryset, user):
        return queryset.prefetch_related(self.name)

    def cells(self, record, user):
        return [joined(each.url or each.title for each in self.read(record, user).all())]

    def item(self, record, user):
        return [
            {
                "title": each.title,
                "publisher": each.publisher or None,
                "language": each.language,
                "url": each.url or None,
            }
            for each in self.read(record, user).all()
        ]

    def schema(self):
        text, text_or_none = {"type": "string"}, {"type": ["string", "null"]}
        properties = {
            "title": text,
            "publisher": text_or_none,
            "language": text,
            "url": text_or_none,
        }
        source = {"type": "object", "properties": properties, "required": list(properties)}
        return {"type": "array", "items": source}


SOURCES = Sources("sources")
COUNTRIES_OF_A_RECORD = Many("countries", model=Country)
TOPICS = Many("topics", model=Topic)


def involvements(user):
    return CountryInvolvement.objects.all()


PROJECTS = Export(
    name="projects",
    label=_("Projects"),
    page_name="projects:list",
    model=Project,
    own_columns=(
        Words("name"),
        Words("summary"),
        One("program"),
        One("phase", owner="program"),
        Choice("stage", choices=Project.Stage),
        YesNo("uses_citylinks_model"),
        Day("starts_on"),
        Day("ends_on"),
        Many("donors", model=Organization),
        COUNTRIES_OF_A_RECORD,
        TOPICS,
        SOURCES,
    ),
    formats=(*TABLES, ATOM),
    summarized_by="summary",
)
COUNTRIES = Export(
    name="countries",
    label=_("Countries and regions"),
    page_name="countries:list",
    model=Country,
    own_columns=(
        Words("name", about=_("As in Unicode CLDR.")),
        Column("iso_code", about=_("ISO 3166-1, two letters.")),
        Choice("continent", choices=Country.Continent),
        Rows(
            "involvements",
            _("Ties to ICMA’s international work"),
            rows=involvements,
            columns=(Choice("kind", choices=CountryInvolvement.Kind),),
        ),
    ),
    formats=(*TABLES, ATOM),
)
