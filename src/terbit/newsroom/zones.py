"""The house's time zone."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def check_zone(name: str) -> None:
    """Raises ValidationError where `name` is no zone of the IANA list."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        sentence = _("“%(zone)s” is not a time zone; write one like Asia/Jakarta.") % {"zone": name}
        raise ValidationError(sentence, code="unknown_zone") from error
