"""Correct a public story: say openly what was wrong and what is right (KEJ 10 and 11; PPMS 4; field.md L5, L12).

The story's own words are put right by publishing it anew; the correction says so for as long as the story stands.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from terbit.newsroom.models import Article, Correction, HouseSettings, Severity
from terbit.newsroom.models.journal import record
from terbit.newsroom.refusals import ApologyMissing, NotASeverity, NothingToCorrect, OwnCorrection, WordsMissing
from terbit.newsroom.roles import demand_editor


def correct(
    article: Article, *, by: Any, text: str, now: datetime, severity: str = Severity.FACT, apology: str = ""
) -> Correction:
    """`by` answers for it by name. Raises NotAllowed or CorrectionRefused.

    An error in the substance needs the apology. Under four eyes nobody signs the correction of the own story.
    """
    with transaction.atomic():
        stored = Article.objects.get(pk=article.pk)
        demand_editor(by)
        check_correctable(stored, by)
        _check_words(text, severity, apology)
        correction = Correction(
            article=stored,
            text=text.strip(),
            severity=severity,
            apology=apology.strip(),
            at=now,
            by=by,
            by_name=str(by)[:200],
            language=stored.language,
        )
        correction.save()
        record("article.corrected", stored, by=by, at=now, correction=correction.pk, severity=str(severity))
        return correction


def check_correctable(stored: Article, by: Any) -> None:
    """Raises NothingToCorrect, or OwnCorrection."""
    if not stored.live:
        raise NothingToCorrect
    if stored.owner_id == by.pk and HouseSettings.load().four_eyes:
        raise OwnCorrection


def _check_words(text: str, severity: str, apology: str) -> None:
    if not text.strip():
        raise WordsMissing
    if severity not in Severity.values:
        raise NotASeverity(severity=severity)
    if severity == Severity.SUBSTANCE and not apology.strip():
        raise ApologyMissing
