"""Settings: read once, each with a type; a wrong one is a sentence that names it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from terbit.config import SettingError, Settings, load, masked, shown

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def an_empty_folder_to_stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The default state folder is ./var: no test shall see one that somebody made where it runs."""
    monkeypatch.chdir(tmp_path)


def test_without_any_setting_a_house_listens_on_this_machine_only_and_is_no_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where no house was begun yet
    read = load({})

    assert (read.host, read.port, read.demo) == ("127.0.0.1", 8000, False)
    assert read.home == tmp_path / "var"
    assert read.base_url == "http://127.0.0.1:8000"
    assert read.email_url == "mailbox:"


def test_an_empty_value_means_the_default() -> None:
    assert load({"PORT": "", "TERBIT_HOME": "", "TERBIT_BASE_URL": ""}) == load({})


def test_the_public_origin_follows_the_port_unless_it_is_given() -> None:
    assert load({"PORT": "8123"}).base_url == "http://127.0.0.1:8123"
    assert load({"PORT": "8123", "TERBIT_BASE_URL": "https://news.example/"}).base_url == "https://news.example"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "http", 'PORT must be a whole number from 1 to 65535; it is "http".'),
        ("PORT", "70000", 'PORT must be a whole number from 1 to 65535; it is "70000".'),
        ("PORT", "-1", 'PORT must be a whole number from 1 to 65535; it is "-1".'),
        ("PORT", "٨٠٨٠", 'PORT must be a whole number from 1 to 65535; it is "٨٠٨٠".'),
        ("TERBIT_DEMO", "perhaps", 'TERBIT_DEMO must be 1 or 0; it is "perhaps".'),
        ("TERBIT_HOST", "http://x", "TERBIT_HOST must be a host name or an address"),
        ("TERBIT_BASE_URL", "news.example", "TERBIT_BASE_URL must be an origin without a path"),
        ("TERBIT_BASE_URL", "https://news.example/blog", "TERBIT_BASE_URL must be an origin without a path"),
        (
            "TERBIT_DATABASE_URL",
            "mysql://db/house",
            "TERBIT_DATABASE_URL must be empty (SQLite in the state folder) or",
        ),
        ("TERBIT_DATABASE_URL", "postgresql://db", "TERBIT_DATABASE_URL must be empty (SQLite in the state folder) or"),
        ("TERBIT_LEDGER_URL", "postgresql://db:x/y", "TERBIT_LEDGER_URL must be empty (SQLite in the state folder) or"),
        ("TERBIT_EMAIL_URL", "smtp://:port", "TERBIT_EMAIL_URL must be mailbox: or smtp://"),
        ("TERBIT_EMAIL_URL", "smtp://mail:99999", "TERBIT_EMAIL_URL must be mailbox: or smtp://"),
        ("TERBIT_NEWSROOM_URL", "unix:/run/x", "TERBIT_NEWSROOM_URL must be an origin"),
        ("TERBIT_KIOSK_WORKERS", "0", 'TERBIT_KIOSK_WORKERS must be a whole number from 1 to 64; it is "0".'),
        ("TERBIT_NEWSROOM_THREADS", "many", "TERBIT_NEWSROOM_THREADS must be a whole number from 1 to 64"),
        ("TERBIT_SHELF_SIZE_MB", "1", "TERBIT_SHELF_SIZE_MB must be a whole number from 16"),
        ("TERBIT_FOLLOWER_DELAY_MS", "0.5", "TERBIT_FOLLOWER_DELAY_MS must be a whole number from 0"),
        ("TERBIT_LOG_LEVEL", "loud", 'TERBIT_LOG_LEVEL must be one of debug, info, warning, error; it is "loud".'),
    ],
)
def test_a_wrong_setting_is_named_with_the_value_seen_and_what_it_must_be(name: str, value: str, sentence: str) -> None:
    with pytest.raises(SettingError) as problem:
        load({name: value})

    assert str(problem.value).startswith(sentence)
    assert f'"{value}"' in str(problem.value)


def test_an_unknown_setting_is_an_error_that_suggests_the_nearest_one() -> None:
    with pytest.raises(SettingError, match="TERBIT_HOEM is no setting of Terbit: did you mean TERBIT_HOME?"):
        load({"TERBIT_HOEM": "/srv/house"})
    with pytest.raises(SettingError, match="TERBIT_QQQQ is no setting of Terbit: take it out."):
        load({"TERBIT_QQQQ": "1"})


def test_variables_of_other_programs_are_none_of_our_business() -> None:
    assert load({"PATH": "/bin", "DATABASE_URL": "postgresql://x"}) == load({})


@pytest.mark.parametrize(("kind", "demo"), [("demo", True), ("house", False)])
def test_what_a_state_folder_was_begun_as_overrules_the_environment(tmp_path: Path, kind: str, demo: bool) -> None:
    (tmp_path / "kind").write_text(kind + "\n")

    for asked in ("0", "1"):
        assert load({"TERBIT_HOME": str(tmp_path), "TERBIT_DEMO": asked}).demo is demo


def test_a_command_beside_a_running_house_has_its_origin(tmp_path: Path) -> None:
    (tmp_path / "origin").write_text("http://127.0.0.1:8123\n")
    here = {"TERBIT_HOME": str(tmp_path)}

    assert load(here).base_url == "http://127.0.0.1:8123"
    assert load(here | {"PORT": "9000"}).base_url == "http://127.0.0.1:9000"
    assert load(here | {"TERBIT_BASE_URL": "https://news.example"}).base_url == "https://news.example"
    assert load(here, starting=True).base_url == "http://127.0.0.1:8000"


def test_a_password_never_prints() -> None:
    read = load({"TERBIT_EMAIL_URL": "smtp://desk:hunter2@mail.example:587"})

    assert read.email_url == "smtp://desk:hunter2@mail.example:587"
    assert "hunter2" not in repr(read)
    assert "hunter2" not in " ".join(str(one) for one in shown(read))
    assert "smtp://desk:***@mail.example:587" in [one.value for one in shown(read)]


def test_a_password_in_a_wrong_setting_is_masked_in_the_sentence() -> None:
    for wrong in ("smtpx://desk:hunter2@mail.example", "desk:hunter2@mail.example", "smtp://desk:hunter2@[mail"):
        with pytest.raises(SettingError) as problem:
            load({"TERBIT_EMAIL_URL": wrong})
        assert "hunter2" not in str(problem.value)


def test_a_database_is_a_file_in_the_state_folder_or_an_address_of_postgresql() -> None:
    assert load({"TERBIT_DATABASE_URL": "sqlite:"}).database_url == ""
    assert load({"TERBIT_DATABASE_URL": "postgres://db/house"}).database_url == "postgresql://db/house"
    by_socket = "postgresql:///house?host=/run/postgresql"
    assert load({"TERBIT_LEDGER_URL": by_socket}).ledger_url == by_socket


def test_where_the_house_is_kept_names_no_password() -> None:
    kept = load({"TERBIT_DATABASE_URL": "postgresql://desk:hunter2@db/house"})

    assert kept.house_place == "postgresql://desk:***@db/house"
    assert kept.ledger_place == str(kept.ledger_database)


def test_an_address_without_a_password_is_shown_as_it_is() -> None:
    assert masked("mailbox:") == "mailbox:"
    assert masked("smtp://mail.example:25") == "smtp://mail.example:25"


def test_every_setting_has_a_line_of_help() -> None:
    for one in shown(Settings()):
        assert one.help.endswith("."), one.name
        assert one.default or "Empty:" in one.help, one.name


def test_docs_list_every_setting_as_it_is() -> None:
    from tools.docs import settings_page

    assert (ROOT / "docs" / "settings.md").read_text() == settings_page(), "write it anew: python -m tools.docs"


@pytest.mark.parametrize(
    "command", [["settings"], ["up"], ["kiosk"], ["list", "articles"], ["manage", "check"], ["version"]]
)
def test_a_wrong_setting_stops_every_command_with_one_sentence(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "terbit", *command],
        env={"PORT": "http", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr == 'PORT must be a whole number from 1 to 65535; it is "http".\n'
    assert done.stdout == ""
