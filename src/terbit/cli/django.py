"""Loading Django, for the commands that need it, on a state folder that holds a house."""

from __future__ import annotations

import os

from terbit.config import Settings
from terbit.house.refused import StartRefused
from terbit.house.state_folder import refuse_what_was_left

SETTINGS_MODULE = "terbit.house.settings"


def start_django(settings: Settings) -> None:
    """Set Django up. Raises StartRefused where the state folder holds no house yet."""
    require_house(settings)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS_MODULE)
    import django

    django.setup()


def require_house(settings: Settings) -> None:
    """Refuse to go on in a state folder that was never prepared, or with a database that was moved elsewhere."""
    if not settings.kind_file.exists() or not (settings.database_url or settings.house_database.exists()):
        raise StartRefused(
            f"There is no house in {settings.home} yet. `terbit up` makes one; TERBIT_HOME names another folder."
        )
    refuse_what_was_left(settings)
