"""Moments as the desk reads them: in the house's zone, and said so."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from terbit.newsroom.models import HouseSettings


def in_house_time(moment: datetime) -> str:
    """As "2 March 2026 12.00 WIB"."""
    local = moment.astimezone(ZoneInfo(HouseSettings.load().zone))
    return f"{date_format(local, 'j F Y H.i')} {local.tzname()}"
