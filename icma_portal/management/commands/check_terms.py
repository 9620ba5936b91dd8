"""Compare every translation with the glossary."""

import re
import sys

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from icma_portal.bilingual.glossary.matching import Kind
from icma_portal.bilingual.glossary.records import TranslationCheck, texts_of
from icma_portal.bilingual.languages import CHINESE, LANGUAGES, other_language
from icma_portal.bilingual.models import translated_fields

SENTENCE_END = re.compile(r"[.!?]\s|[。！？；\n]")


class Command(BaseCommand):
    help = (
        "Names each text that has no approved rendering of a term of its source, uses a "
        "forbidden one, or holds Traditional characters, unless a reason was given. "
        "Ends with status 1 when there is one."
    )

    def add_arguments(self, parser):
        parser.add_argument("--language", choices=LANGUAGES, help="translations into it only")
        parser.add_argument("--model", help="one model only, such as programs.Topic")

    def handle(self, *args, language, model, **options):
        self.language = language
        self.terms = TranslationCheck()
        counts = {"errors": 0, "reminders": 0, "answered": 0, "texts": 0}
        for record in self._records(checked_models(model)):
            for field in translated_fields(type(record)):
                self._check(record, field, counts)
        self.stdout.write(
            f"Terms: {counts['texts']} translations checked, {counts['errors']} errors, "
            f"{counts['reminders']} reminders, {counts['answered']} overruled with a reason."
        )
        if counts["errors"]:
            sys.exit(1)

    def _records(self, models):
        total = sum(model._base_manager.count() for model in models)
        is_silent = not sys.stderr.isatty()
        with tqdm(total=total, desc="Terms", unit="record", disable=is_silent) as bar:
            for model in models:
                for record in model._base_manager.order_by("pk").iterator():
                    yield record
                    bar.update()

    def _check(self, record, field, counts):
        """Check the translation of a field; the language that leads binds the other one only."""
        check = self.terms
        target = check.target_of(record, field)
        if target is None or (self.language and target != self.language):
            return
        texts = texts_of(record, field)
        counts["texts"] += bool(texts[target])
        for finding in check.findings(texts, target, record):
            if check.answered.has(finding, record, field, texts):
                counts["answered"] += 1
                continue
            counts["errors" if finding.is_error else "reminders"] += 1
            self._print(record, field, texts, target, finding)

    def _print(self, record, field, texts, target, finding):
        is_missing = finding.kind == Kind.MISSING
        is_chinese = finding.kind == Kind.TRADITIONAL
        text = texts[CHINESE if is_chinese else other_language(target) if is_missing else target]
        weight = "error" if finding.is_error else "reminder"
        key = getattr(record, "slug", record.pk)
        self.stdout.write(
            f"{weight}: {record._meta.label} {key} {field}: {finding.message()}\n"
            f"    {sentence_at(text, finding.position)}"
        )
        if is_missing:
            self.stdout.write(f"    {texts[target][:200]}")


def checked_models(label=None):
    """Return the translated models, or the one named; raise CommandError for an unknown name."""
    models = [model for model in apps.get_models() if translated_fields(model)]
    if label is None:
        return models
    chosen = [model for model in models if model._meta.label_lower == label.lower()]
    if not chosen:
        raise CommandError(f"There is no translated model {label!r}.")
    return chosen


def sentence_at(text, position):
    """Return the sentence of ``text`` that holds ``position``."""
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    start = max((end for end in ends if end <= position), default=0)
    end = min((end for end in ends if end > position), default=len(text))
    return text[start:end].strip()
