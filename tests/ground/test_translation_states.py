"""Random sequences of edits: the states of translations equal those of an independent oracle.

The oracle keeps the texts themselves and knows neither digests nor rows; it is fed with what the
database holds after each step. ``make test-long`` runs more than a thousand sequences.
"""

import re
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from icma_portal.bilingual.desk.writing import decide, version_of, write
from icma_portal.bilingual.tracking import editing, units_of
from programs.models import Program
from tests.breadth import IS_LONG, generated
from tests.factories import make_program

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SEQUENCES = 1200 if IS_LONG else 12
FIELDS = ("name", "summary")
ENGLISH, CHINESE = "en", "zh-hans"
COLUMNS = {
    (field, language): f"{field}_{language.replace('-', '_')}"
    for field in FIELDS
    for language in (ENGLISH, CHINESE)
}
TEXTS = st.sampled_from(
    [
        None,
        "",
        " ",
        "<p>&nbsp;</p>",
        "Water",
        "Clean water",
        "ICMA",
        "2014",
        "水",
        "水务",
        "<b>水务</b>",
    ]
)
SIDES = st.sampled_from(sorted(COLUMNS))
DECISIONS = ["confirm", "same", "review", "lead"]
SETTLED = {"current", "same", "reviewed"}


class FieldOracle:
    """What a careful clerk with a notebook would know of one field."""

    def __init__(self):
        self.forget()

    def forget(self):
        self.leader = self.state = self.made_from = None
        self.source = self.translation = None
        self.is_meant = self.is_reviewed = False

    def see(self, texts, minor=False, copies=False):
        texts = {language: text if shows(text) else "" for language, text in texts.items()}
        if not any(texts.values()):
            return self.forget()
        self.choose_leader(texts)
        source, translation = texts[self.leader], texts[other(self.leader)]
        if translation != self.translation:
            self.is_meant = self.is_reviewed = False
            self.made_from = source
        elif source != self.source and minor and self.state in SETTLED:
            self.made_from = source
        self.source, self.translation = source, translation
        self.is_meant = self.is_meant or (copies and self.is_copy())
        self.state = self.judge()

    def choose_leader(self, texts):
        written = [language for language, text in texts.items() if text]
        if len(written) == 1 and written != [self.leader]:
            self.forget()
            self.leader = written[0]
        self.leader = self.leader or ENGLISH

    def judge(self):
        if not self.translation or (self.is_copy() and not self.is_meant):
            return "missing"
        if self.made_from != self.source:
            return "stale"
        if self.is_reviewed:
            return "reviewed"
        return "same" if self.is_copy() else "current"

    def is_copy(self):
        same = self.source.strip() == self.translation.strip()
        return same and re.search("[A-Za-z\u4e00-\u9fff]", self.source) is not None

    def say(self, decision):
        """Take in what a translator says of the texts; return whether it makes sense."""
        if not self.translation or (decision == "same" and self.source != self.translation):
            return False
        if decision == "review":
            if self.state not in SETTLED:
                return False
            self.is_reviewed = True
        else:
            self.is_reviewed = False
            self.is_meant = self.is_meant or decision == "same"
            if decision == "lead":
                self.leader = other(self.leader)
                self.source, self.translation = self.translation, self.source
            self.made_from = self.source
        self.state = self.judge()
        return True


def shows(text):
    return bool(re.sub(r"<[^>]*>|&nbsp;|\s", "", text or ""))


def other(language):
    return CHINESE if language == ENGLISH else ENGLISH


class Edits(RuleBasedStateMachine):
    counts = Counter()

    def __init__(self):
        super().__init__()
        self.oracles = {field: FieldOracle() for field in FIELDS}
        # A draft: the parity gate is not what is tried here.
        self.record = make_program(state="draft")
        self.earlier = [self.stored()]
        self.look()
        self.counts["sequences"] += 1

    def teardown(self):
        Program.objects.filter(pk=self.record.pk).delete()
        assert units_of(self.record) == {}

    def stored(self):
        return Program.objects.values(*COLUMNS.values()).get(pk=self.record.pk)

    def look(self, **edit):
        """Show the oracle what the database holds."""
        row = self.stored()
        self.earlier.append(row)
        for field, oracle in self.oracles.items():
            texts = {each: row[COLUMNS[field, each]] for each in (ENGLISH, CHINESE)}
            oracle.see(texts, **edit)

    @rule(
        sides=st.lists(SIDES, min_size=1, max_size=3),
        text=TEXTS,
        minor=st.booleans(),
        copies=st.booleans(),
    )
    def save(self, sides, text, minor, copies):
        record = Program.objects.get(pk=self.record.pk)
        for side in sides:
            setattr(record, COLUMNS[side], text)
        with editing(is_minor=minor, copies_are_meant=copies):
            record.save()
        self.look(minor=minor, copies=copies)

    @rule(side=SIDES, text=TEXTS)
    def update_in_bulk(self, side, text):
        Program.objects.filter(pk=self.record.pk).update(**{COLUMNS[side]: text})
        self.look()

    @rule(side=SIDES, text=TEXTS)
    def update_objects_in_bulk(self, side, text):
        record = Program.objects.get(pk=self.record.pk)
        setattr(record, COLUMNS[side], text)
        Program.objects.bulk_update([record], [COLUMNS[side]])
        self.look()

    @rule(data=st.data())
    def revert(self, data):
        row = data.draw(st.sampled_from(self.earlier))
        record = Program.objects.get(pk=self.record.pk)
        for name, text in row.items():
            setattr(record, name, text)
        record.save()
        self.look()

    @rule(field=st.sampled_from(FIELDS), text=TEXTS)
    def write_at_the_desk(self, field, text):
        unit = units_of(self.record).get(field)
        if unit is not None:
            write(unit, text, user=None, seen=version_of(unit), terms=())
            self.look()

    @rule(
        field=st.sampled_from(FIELDS),
        decision=st.sampled_from(["confirm", "same", "review", "lead"]),
    )
    def say(self, field, decision):
        unit = units_of(self.record).get(field)
        if unit is None:
            return
        makes_sense = self.oracles[field].say(decision)
        try:
            decide(unit, decision, user=None, seen=version_of(unit))
        except ValidationError:
            assert not makes_sense
        else:
            assert makes_sense
            self.counts[decision] += 1
        self.look()

    @invariant()
    def states_equal_those_of_the_oracle(self):
        units = units_of(self.record)
        found = {field: (unit.state, unit.source_language) for field, unit in units.items()}
        expected = {
            field: (oracle.state, oracle.leader)
            for field, oracle in self.oracles.items()
            if oracle.leader
        }
        assert found == expected
        stale = [
            COLUMNS[field, other(oracle.leader)]
            for field, oracle in self.oracles.items()
            if oracle.state == "stale"
        ]
        assert Program.objects.get(pk=self.record.pk).stale_columns.split() == stale
        self.counts.update(state for state, _leader in found.values())
        self.counts["states"] += len(found)


def test_states_equal_an_independent_oracle_over_random_edits(capsys):
    Edits.counts = Counter()
    options = generated(SEQUENCES, stateful_step_count=30)

    run_state_machine_as_test(Edits, settings=options)

    counts = Edits.counts
    with capsys.disabled():
        print(f"\nStates of translations: {dict(counts)}")
    assert counts["sequences"] >= SEQUENCES
    assert min(counts[state] for state in [*SETTLED, "missing", "stale"]) > 0
