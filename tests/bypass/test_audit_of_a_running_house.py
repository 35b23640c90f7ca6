"""`terbit audit` beside a running house: clean as it stands, with eyes to see, and with a leak that is really out."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.bypass.asking import Vault

LOOSEN = """
import json, sys
from dataclasses import replace
from django.db import transaction
from terbit.dispatch import write
from terbit.dispatch.contract import decode_page
from terbit.dispatch.models import Row
from terbit.gate import Access, Terms
from terbit.newsroom.models import Article
article = Article.objects.get(slug=sys.argv[1])
page = decode_page(bytes(Row.objects.get(key=article.path).value))
access = Access.FREE if sys.argv[2] == "free" else article.terms.access
with transaction.atomic():
    terms = Terms(article.story, access, article.terms.publications)
    print(json.dumps(write.put_page(replace(page, terms=terms))))
"""


def audited(vault: Vault, *options: str) -> tuple[int, Any]:
    command = [sys.executable, "-m", "terbit", "audit", "--json", *options]
    done = subprocess.run(command, env=vault.house.environ, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr


def test_the_running_house_is_clean(vault: Vault) -> None:
    code, report = audited(vault)
    assert (code, report["leaks"], report["over_locks"]) == (0, [], [])
    assert report["stories"] >= 60 and report["readers"] >= 14


@pytest.mark.slow
def test_each_planted_leak_is_caught_and_none_of_them_is_out(vault: Vault) -> None:
    before = vault.ask(vault.paths["meter-44"]).body
    code, rows = audited(vault, "--plant")
    assert code == 0 and [row for row in rows if not row["caught"]] == []
    assert vault.ask(vault.paths["meter-44"]).body == before


def test_a_page_whose_terms_are_looser_than_the_newsrooms_is_found(vault: Vault) -> None:
    path = vault.paths["meter-44"]
    vault.house.run(LOOSEN, "meter-44", "free")
    wait_for(vault, path, leaks=True)
    code, report = audited(vault)
    assert code == 1
    assert {(row["channel"], row["where"]) for row in report["leaks"]} == {("stories", path)}
    assert set(report["leaks"][0]["readers"]) >= {"nobody", "unconfirmed", "confirmed, none left", "subscription ended"}
    vault.house.run(LOOSEN, "meter-44", "as it is")
    wait_for(vault, path, leaks=False)
    assert audited(vault)[0] == 0


def wait_for(vault: Vault, path: str, *, leaks: bool) -> None:
    until = time.monotonic() + 60
    while vault.ask(path).has("meter-44") != leaks:
        assert time.monotonic() < until
        time.sleep(0.1)


def test_where_there_is_no_house_there_is_no_audit(tmp_path: Path, vault: Vault) -> None:
    environ = vault.house.environ | {"TERBIT_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "terbit", "audit"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "There is no house" in done.stderr
