"""Bilingual records in any number, to measure and to try things on: partnerships with their cities.

Every one says by its slug that it is generated. The same seed gives the same records. They are
written in bulk, past the history; translations and search are brought up to date afterwards.
"""

import random
from datetime import datetime, timedelta
from itertools import islice
from itertools import product as combined

from django.db import models, transaction
from django.utils import timezone

from icma_portal.publishing.models import Publishable
from partnerships.models import City, Exchange, Membership, Partnership
from programs.models import Country, ProgramPhase, Topic
from publications.models import Publication

PREFIX = "generated-"
AT_A_TIME = 2_000
PLACES_OF = (
    ("River", "河"),
    ("Lake", "湖"),
    ("Stone", "石"),
    ("North", "北"),
    ("South", "南"),
    ("Spring", "泉"),
    ("Cedar", "松"),
    ("Green", "青"),
    ("Silver", "银"),
    ("Clear", "清"),
    ("Long", "长"),
    ("New", "新"),
)
KINDS_OF_PLACES = (
    ("bridge", "桥市"),
    ("ford", "津市"),
    ("haven", "港市"),
    ("field", "原市"),
    ("mount", "山市"),
    ("wood", "林市"),
    ("wick", "镇"),
    ("gate", "门市"),
)
SUBJECTS = (
    ("Drinking water", "饮用水"),
    ("Solid waste", "固体废物"),
    ("Coastal resilience", "海岸韧性"),
    ("Municipal finance", "市政财政"),
    ("Public transport", "公共交通"),
    ("Climate adaptation", "适应气候变化"),
    ("Public health", "公共卫生"),
    ("Land use planning", "土地利用规划"),
    ("Economic development", "经济发展"),
    ("Public participation", "公众参与"),
)
SENTENCES = (
    (
        "City officials of both sides met to learn from each other’s experience.",
        "双方城市官员举行会面，相互学习经验。",
    ),
    (
        "The work began with an assessment of the services of the city.",
        "工作从评估该市的公共服务开始。",
    ),
    (
        "Staff of the utilities trained together for a week.",
        "公用事业单位的工作人员共同培训了一周。",
    ),
    (
        "A plan with priorities and costs was handed to the city council.",
        "一份列明优先事项和费用的计划已提交市议会。",
    ),
    ("Residents were asked what they need most.", "向居民征询了他们最需要的服务。"),
)
# Shares of all records.
WITHOUT_CHINESE, WITHOUT_ENGLISH, DRAFTS, AHEAD = 0.10, 0.02, 0.03, 0.01
WITH_EXCHANGES, WITH_THREE, UNDATED = 0.30, 0.10, 0.05
# So many partnerships there are to each city, and to each publication.
TO_A_CITY, TO_A_PUBLICATION = 5, 10
# Only the first partnerships have publications: each of them is a value of a filter.
MOST_WITH_PUBLICATIONS = 200
BASE = datetime(2020, 1, 1, tzinfo=timezone.get_default_timezone())


class Generator:
    """Makes records from one seed; ``countries``, ``topics`` and ``phases`` are those there are."""

    def __init__(self, seed):
        self.chance = random.Random(seed)  # noqa: S311 (no secret)
        self.countries = list(Country.objects.published().order_by("slug"))
        self.topics = list(Topic.objects.published().order_by("slug"))
        self.phases = list(ProgramPhase.objects.order_by("slug"))
        names = list(combined(PLACES_OF, KINDS_OF_PLACES))
        self.chance.shuffle(names)
        self.names = names

    def make(self, number, progress=iter):
        """Make ``number`` partnerships with what belongs to them; return the number of rows."""
        cities = self._in_bulk(self._city(each) for each in range(max(20, number // TO_A_CITY)))
        made = len(cities)
        for start in progress(range(0, number, AT_A_TIME)):
            made += self._partnerships(range(start, min(start + AT_A_TIME, number)), cities)
        return made + self._publications(number // TO_A_PUBLICATION)

    def _city(self, number):
        (english, chinese), (ending, kind) = self.names[number % len(self.names)]
        tag = f" {number // len(self.names) + 1}" if number >= len(self.names) else ""
        values = self._texts("name", f"{english}{ending}{tag}", f"{chinese}{kind}{tag.strip()}")
        return City(
            slug=f"{PREFIX}city-{number}",
            kind=City.Kind.CITY,
            country=self.chance.choice(self.countries),
            latitude=round(self.chance.uniform(-55, 65), 4),
            longitude=round(self.chance.uniform(-180, 180), 4),
            **values,
            **self._published(),
        )

    def _partnerships(self, numbers, cities):
        chance, parties = self.chance, {}
        records = []
        for number in numbers:
            sides = chance.sample(cities, 3 if chance.random() < WITH_THREE else 2)
            records.append(self._partnership(number, sides))
            parties[records[-1].slug] = sides
        rows = [self._in_bulk(records)]
        rows.append(self._in_bulk(self._memberships(records, parties)))
        rows.append(self._tie(Partnership.topics, records, self._some_topics))
        countries = {slug: {each.country_id for each in sides} for slug, sides in parties.items()}
        rows.append(self._tie(Partnership.countries, records, lambda each: countries[each.slug]))
        rows.append(self._in_bulk(self._exchanges(records, parties)))
        return sum(map(len, rows))

    def _partnership(self, number, sides):
        chance, (subject, in_chinese) = self.chance, self.chance.choice(SUBJECTS)
        english = "–".join(each.name_en or each.name_zh_hans for each in sides)
        chinese = "—".join(each.name_zh_hans or each.name_en for each in sides)
        values = self._texts("name", f"{english}: {subject}", f"{chinese}：{in_chinese}")
        about = chance.sample(SENTENCES, 3)
        for column, (language, joint) in enumerate((("en", " "), ("zh_hans", ""))):
            if values[f"name_{language}"]:
                joined = joint.join(each[column] for each in about)
                values[f"summary_{language}"] = f"<p>{joined}</p>"
        begun = None if chance.random() < UNDATED else self._date()
        return Partnership(
            slug=f"{PREFIX}{number}",
            kind=chance.choice(Partnership.Kind.values[:3]),
            phase=chance.choice(self.phases) if self.phases else None,
            starts_on=begun,
            ends_on=str(int(begun[:4]) + chance.randint(1, 4)) if begun else None,
            **values,
            **self._published(),
        )

    def _memberships(self, records, parties):
        roles = (Membership.Role.RESOURCE, Membership.Role.PARTNER, Membership.Role.PARTNER)
        return [
            Membership(partnership=record, city=city, role=role, order=order)
            for record in records
            for order, (city, role) in enumerate(zip(parties[record.slug], roles, strict=False))
        ]

    def _exchanges(self, records, parties):
        return [
            Exchange(
                partnership=record,
                kind=self.chance.choice(Exchange.Kind.values),
                direction=self.chance.choice(Exchange.Direction.values),
                host=parties[record.slug][0],
                starts_on=record.starts_on,
                text_en=SENTENCES[0][0],
                text_zh_hans=SENTENCES[0][1],
            )
            for record in records
            if record.starts_on and self.chance.random() < WITH_EXCHANGES
        ]

    def _publications(self, number):
        about = list(generated(Partnership).order_by("pk")[:MOST_WITH_PUBLICATIONS])
        made = 0
        for start in range(0, number, AT_A_TIME):
            numbers = range(start, min(start + AT_A_TIME, number))
            records = self._in_bulk(self._publication(each, about) for each in numbers)
            made += len(records) + len(self._tie(Publication.topics, records, self._some_topics))
        return made

    def _publication(self, number, about):
        subject, in_chinese = self.chance.choice(SUBJECTS)
        return Publication(
            slug=f"{PREFIX}publication-{number}",
            kind=self.chance.choice(Publication.Kind.values),
            partnership=self.chance.choice(about) if about else None,
            issued_on=self._date(),
            **self._texts(
                "title", f"{subject}: report {number}", f"{in_chinese}：第{number}号报告"
            ),
            **self._published(),
        )

    def _texts(self, field, english, chinese):
        """Return the columns of a text, most often in both languages."""
        dice = self.chance.random()
        if dice < WITHOUT_CHINESE:
            chinese = None
        elif dice < WITHOUT_CHINESE + WITHOUT_ENGLISH:
            english = None
        return {f"{field}_en": english, f"{field}_zh_hans": chinese}

    def _published(self):
        dice, moment = self.chance.random(), BASE + timedelta(hours=self.chance.randrange(50_000))
        if dice < DRAFTS:
            return {"state": Publishable.State.DRAFT}
        if dice < DRAFTS + AHEAD:
            moment = BASE + timedelta(days=365 * 100)
        return {"state": Publishable.State.PUBLISHED, "published_at": moment}

    def _date(self):
        year, month = self.chance.randint(1997, 2026), self.chance.randint(1, 12)
        return self.chance.choice([f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-15"])

    def _some_topics(self, _record):
        return {each.pk for each in self.chance.sample(self.topics, min(2, len(self.topics)))}

    def _tie(self, relation, records, keys_of):
        """Give each record the related ones whose keys ``keys_of(record)`` returns."""
        through, field = relation.through, relation.field
        own, other = field.m2m_column_name(), field.m2m_reverse_name()
        return self._in_bulk(
            through(**{own: record.pk, other: key})
            for record in records
            for key in sorted(keys_of(record))
        )

    def _in_bulk(self, records):
        """Write the records as they are, sort keys included; return them with their keys."""
        written, records = [], iter(records)
        while batch := list(islice(records, AT_A_TIME)):
            for each in batch:
                if hasattr(each, "renew_sort_keys"):
                    each.renew_sort_keys()
            # Not by the manager of the model, which would write translations and history as well.
            plain = models.QuerySet(type(batch[0]))
            written += plain.bulk_create(batch, batch_size=AT_A_TIME // 4)
        return written


def generated(model):
    """Return the generated records of a model that has slugs."""
    return model._default_manager.filter(slug__startswith=PREFIX)


@transaction.atomic
def remove_generated():
    """Delete all generated records with what belongs to them; return how many rows went."""
    return sum(generated(model).delete()[0] for model in (Publication, Partnership, City))
