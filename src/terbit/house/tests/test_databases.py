"""PostgreSQL servers that cannot be used are a sentence at the start; one that can is used as it should."""

from __future__ import annotations

import os

import psycopg
import pytest
from tools.testing import engine

from terbit.config import load, settings
from terbit.house.databases import check_server, check_servers, house_database
from terbit.house.refused import StartRefused


def test_a_server_that_does_not_answer_is_a_sentence_without_its_password() -> None:
    away = "postgresql://desk:hunter2@127.0.0.1:1/house"
    with pytest.raises(
        StartRefused, match="TERBIT_LEDGER_URL is postgresql://desk:\\*\\*\\*@127.0.0.1:1/house"
    ) as said:
        check_servers(load({"TERBIT_LEDGER_URL": away}))
    assert "hunter2" not in str(said.value)


def test_what_an_address_says_besides_reaches_the_driver() -> None:
    url = "postgresql://desk:p%40ss@db.example:6432/house?sslmode=require"
    found = house_database(load({"TERBIT_DATABASE_URL": url}))
    assert (found["NAME"], found["USER"], found["PASSWORD"]) == ("house", "desk", "p@ss")
    assert (found["HOST"], found["PORT"], found["OPTIONS"]["sslmode"]) == ("db.example", "6432", "require")


@pytest.mark.postgresql
def test_a_database_in_another_encoding_is_a_sentence() -> None:
    with engine.server() as connection:
        connection.execute("DROP DATABASE IF EXISTS latin")
        connection.execute("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1'")
    with pytest.raises(StartRefused, match="whose encoding is LATIN1"):
        check_server("TERBIT_DATABASE_URL", engine.url_of("latin"))


@pytest.mark.postgresql
def test_an_older_server_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("terbit.house.databases.OLDEST_SERVER", 99)
    with pytest.raises(StartRefused, match="a PostgreSQL 15. Terbit needs 99 or newer."):
        check_servers(load(os.environ))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_one_transaction_writes_at_a_time_and_the_next_says_so_when_it_waited_too_long() -> None:
    from django.db import OperationalError, connection, transaction

    with psycopg.connect(settings.database_url) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", (0x7465726269740001,))
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
            pass
        assert connection.get_autocommit() and not connection.in_atomic_block
    with transaction.atomic():
        assert connection.in_atomic_block
    connection.close()


@pytest.mark.postgresql
@pytest.mark.django_db
def test_a_commit_is_on_disk_before_it_returns() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)
