"""Style sheets, scripts and the newsroom's own files: gathered under names that carry a hash of their content."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import brotli
import django
import wagtail
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

import terbit
from terbit.config import settings as house

PACKED = {".css", ".js", ".svg", ".json", ".txt"}
WORTH_PACKING_BYTES = 600


def version() -> str:
    """Changes when Terbit, Django or Wagtail does, any file that pages are made by, or the house's origin."""
    made_by = (terbit.__version__, django.__version__, wagtail.__version__, house.base_url, str(house.demo))
    digest = hashlib.sha256(" ".join(made_by).encode())
    for file in _files_that_pages_are_made_by():
        digest.update(f"\0{file}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _files_that_pages_are_made_by() -> list[Path]:
    package = Path(terbit.__file__).parent
    theme = (file for file in Path(settings.TERBIT_THEME_DIR).rglob("*") if file.is_file())
    code = (file for part in ("press", "newsroom") for file in (package / part).rglob("*.py"))
    return sorted(file for file in (*theme, *code) if "tests" not in file.parts and file.suffix != ".pyc")


def bring(folder: Path, stamp: Path) -> None:
    """Collect all files into `folder`, mark every page that uses the theme, then note the version in `stamp`.

    Files of earlier versions stay: readers may hold pages that name them.
    """
    from terbit.newsroom.signals import changed

    call_command("collectstatic", interactive=False, verbosity=0)
    pack(folder)
    with transaction.atomic():
        changed.send(sender=None, things=frozenset({"theme"}), article=None)
    draft = stamp.with_suffix(".new")
    draft.write_text(version())
    draft.rename(stamp)


def pack(folder: Path) -> None:
    """Put a brotli and a gzip copy beside every text file that has none, or an older one."""
    for file in folder.rglob("*"):
        if file.suffix in PACKED and file.stat().st_size >= WORTH_PACKING_BYTES and not _is_packed(file):
            content = file.read_bytes()
            file.with_name(f"{file.name}.br").write_bytes(brotli.compress(content, quality=5))
            file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(content, 6, mtime=0))


def _is_packed(file: Path) -> bool:
    packed = file.with_name(f"{file.name}.br")
    return packed.exists() and packed.stat().st_mtime >= file.stat().st_mtime
