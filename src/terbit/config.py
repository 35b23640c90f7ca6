"""Every setting in one typed place: name, type, default and a line of help. Nothing else reads the environment.

`settings` is read once, on first use; a wrong setting raises SettingError, a sentence for the person who set it.
Importing this module evaluates nothing. No Django here: the kiosk reads its settings too.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

HOUSE_KINDS = ("demo", "house")
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class SettingError(ValueError):
    """A setting that cannot be used: which, the value seen, and what to do. Its text is the whole message."""

    code = "setting"


def _whole_number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(text)

    return read


def _yes_or_no(text: str) -> bool:
    if text.lower() in {"1", "true", "yes", "on"}:
        return True
    if text.lower() in {"0", "false", "no", "off"}:
        return False
    raise ValueError("must be 1 or 0")


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return text.lower()

    return read


def _some_of(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        chosen = [one.lower() for one in _words(text)]
        if set(chosen) - set(choices):
            raise ValueError(f"must be some of {', '.join(choices)}, with commas between")
        return ",".join(chosen)

    return read


def _name_server(text: str) -> str:
    host, _, port = text.partition("#")
    try:
        ipaddress.ip_address(host)
        if port:
            _whole_number(1, 65535)(port)
    except ValueError:
        raise ValueError("must be an address such as 127.0.0.1, or 127.0.0.1#5353") from None
    return text


def _folder(text: str) -> Path:
    if "\0" in text:
        raise ValueError("must be the path of a folder")
    return Path(text).expanduser().absolute()


def _host(text: str) -> str:
    if not text or any(sign in text for sign in "/ @?#") or not text.isprintable():
        raise ValueError("must be a host name or an address such as 127.0.0.1 or 0.0.0.0")
    return text


def _origin(text: str) -> str:
    if not _is_address(text, {"http", "https"}) or urlsplit(text).path not in {"", "/"} or urlsplit(text).query:
        raise ValueError("must be an origin without a path, such as https://news.example")
    return text.rstrip("/")


def _origins(text: str) -> str:
    return ",".join(_origin(one) for one in _words(text))


def _networks(text: str) -> str:
    try:
        return ",".join(str(ipaddress.ip_network(one)) for one in _words(text))
    except ValueError:
        raise ValueError("must be addresses or networks such as 127.0.0.1,10.0.0.0/8, with commas between") from None


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _database(text: str) -> str:
    if text.rstrip("/") in {"sqlite:", "sqlite"}:
        return ""
    try:
        parts = urlsplit(text)
        is_postgresql = parts.scheme in {"postgresql", "postgres"} and (parts.port is None or parts.port > 0)
        named = len(parts.path) > 1 and "/" not in parts.path[1:]
        masks = "password" not in parts.query  # there it would be shown
    except ValueError:
        is_postgresql = named = masks = False
    if not (is_postgresql and named and masks):
        raise ValueError("must be empty (SQLite in the state folder) or postgresql://user:password@host:port/database")
    return f"postgresql:{text.partition(':')[2]}"


def _token(text: str) -> str:
    if len(text) < 16 or not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("must be 16 or more letters, digits or signs without a space")
    return text


def _mail_address(text: str) -> str:
    if text.rstrip("/") in {"mailbox", "mailbox:"}:
        return "mailbox:"
    if not _is_address(text, {"smtp", "smtps"}):
        raise ValueError("must be mailbox: or smtp://user:password@host:port (smtps:// for TLS from the first byte)")
    return text


def _is_address(text: str, schemes: set[str]) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def setting(name: str, *, default: str, read: Callable[[str], Any], help: str, secret: bool = False) -> Any:
    """A field of Settings: `default` is written as in the environment; a `secret` one may carry a password."""
    of_type = {"name": name, "default": default, "read": read, "help": help, "secret": secret}
    return field(default_factory=lambda: read(default) if default else "", repr=not secret, metadata=of_type)


@dataclass(frozen=True)
class Settings:
    """All settings of one process, and the places in the state folder that follow from them."""

    home: Path = setting(
        "TERBIT_HOME", default="var", read=_folder, help="The state folder: databases, media, keys, mailbox."
    )
    host: str = setting("TERBIT_HOST", default="127.0.0.1", read=_host, help="The address that the kiosk listens on.")
    port: int = setting(
        "PORT", default="8000", read=_whole_number(1, 65535), help="The port that the kiosk listens on."
    )
    demo: bool = setting(
        "TERBIT_DEMO",
        default="0",
        read=_yes_or_no,
        help="1 builds the demo house in a new state folder. What a state folder was begun as, it remains.",
    )
    base_url: str = setting(
        "TERBIT_BASE_URL",
        default="",
        read=_origin,
        help="The house's public origin, for links and for judging where a form came from. "
        "Empty: http://127.0.0.1 with the port.",  # for commands beside a running house: what it was started with
    )
    database_url: str = setting(
        "TERBIT_DATABASE_URL",
        default="",
        read=_database,
        secret=True,
        help="The house's database: postgresql://user:password@host:port/database, PostgreSQL 15 or newer. "
        "Empty: SQLite in the state folder.",
    )
    ledger_url: str = setting(
        "TERBIT_LEDGER_URL",
        default="",
        read=_database,
        secret=True,
        help="The ledger's database, written likewise; it may be the same one. Empty: SQLite in the state folder.",
    )
    email_url: str = setting(
        "TERBIT_EMAIL_URL",
        default="mailbox:",
        read=_mail_address,
        secret=True,
        help="Where mail goes: mailbox: (a folder in the state folder) or smtp://user:password@host:port.",
    )
    newsroom_url: str = setting(
        "TERBIT_NEWSROOM_URL",
        default="",
        read=_origin,
        help="The newsroom's address, for a kiosk on another host. Empty: the socket in the state folder.",
    )
    kiosk_workers: int = setting(
        "TERBIT_KIOSK_WORKERS", default="1", read=_whole_number(1, 64), help="Processes that answer readers."
    )
    metrics_token: str = setting(
        "TERBIT_METRICS_TOKEN",
        default="",
        read=_token,
        secret=True,
        help="Who sends it as a bearer token may read /metrics from elsewhere. Empty: from this machine only.",
    )
    front: str = setting(
        "TERBIT_FRONT",
        default="",
        read=_one_of("nginx", "varnish"),
        help="The front that `terbit front` configured: nginx or varnish. Free pages and teasers tell it how long it may "
        "keep them. Empty: no front keeps anything.",
    )
    purge_url: str = setting(
        "TERBIT_PURGE_URL",
        default="",
        read=_origins,
        help="Where Varnish is told that a page changed, such as http://127.0.0.1:6081; any number, with commas between."
        " Empty: nobody is told.",
    )
    trusted_proxies: str = setting(
        "TERBIT_TRUSTED_PROXIES",
        default="",
        read=_networks,
        help="Addresses or networks of fronts whose X-Forwarded-For is believed, with commas between. Empty: nobody's.",
    )
    crawlers: str = setting(
        "TERBIT_CRAWLERS",
        default="",
        read=_some_of("google", "bing", "apple", "yandex"),
        help="Search engines whose crawlers may read gated stories whole, once their address is proved: google, bing, "
        "apple, yandex, with commas between. Empty: none.",
    )
    crawler_ranges: Path | None = setting(
        "TERBIT_CRAWLER_RANGES",
        default="",
        read=_folder,
        help="A folder with the addresses that engines publish, such as google.json; they are the proof then. Empty: "
        "reverse and forward DNS is.",
    )
    name_server: str = setting(
        "TERBIT_NAME_SERVER",
        default="",
        read=_name_server,
        help="The name server for that proof: its address, with #port where it is not 53. Empty: this host's first one.",
    )
    hsts_seconds: int = setting(
        "TERBIT_HSTS_SECONDS",
        default="0",
        read=_whole_number(0, 63_072_000),
        help="For so many seconds browsers come by TLS alone (Strict-Transport-Security); they cannot be told otherwise "
        "meanwhile. 0: nothing is said.",
    )
    newsroom_threads: int = setting(
        "TERBIT_NEWSROOM_THREADS", default="4", read=_whole_number(1, 64), help="Threads of the newsroom process."
    )
    shelf_size_mb: int = setting(
        "TERBIT_SHELF_SIZE_MB",
        default="16384",
        read=_whole_number(16, 1_048_576),
        help="The most that the shelf may grow to, in MiB. Room is taken on disk only as it fills.",
    )
    follower_delay_ms: int = setting(
        "TERBIT_FOLLOWER_DELAY_MS",
        default="0",
        read=_whole_number(0, 60_000),
        help="For tests: milliseconds that the follower waits before it applies a change.",
    )
    log_level: str = setting(
        "TERBIT_LOG_LEVEL",
        default="info",
        read=_one_of("debug", "info", "warning", "error"),
        help="How much the processes say: debug, info, warning or error.",
    )

    def __post_init__(self) -> None:
        if not self.base_url:
            object.__setattr__(self, "base_url", f"http://127.0.0.1:{self.port}")

    @cached_property
    def kind_file(self) -> Path:
        """Says what this state folder was begun as, `demo` or `house`; written once."""
        return self.home / "kind"

    @cached_property
    def origin_file(self) -> Path:
        """Holds the public origin that the house was last started with; printed pages carry it."""
        return self.home / "origin"

    @cached_property
    def backup_file(self) -> Path:
        """Notes when the last good backup was made, and where to."""
        return self.home / "backup.json"

    @cached_property
    def places_file(self) -> Path:
        """Where house and ledger were last moved to, a line each; absent where they never moved."""
        return self.home / "places"

    @cached_property
    def house_database(self) -> Path:
        """The house's file, where it is kept in SQLite."""
        return self.home / "house.sqlite"

    @cached_property
    def ledger_database(self) -> Path:
        """The ledger's file, where it is kept in SQLite."""
        return self.home / "ledger.sqlite"

    @property
    def house_place(self) -> str:
        """Where the house is kept, for sentences: its file, or its address without the password."""
        return masked(self.database_url) if self.database_url else str(self.house_database)

    @property
    def ledger_place(self) -> str:
        """Where the ledger is kept, in the same way."""
        return masked(self.ledger_url) if self.ledger_url else str(self.ledger_database)

    @property
    def purge_urls(self) -> tuple[str, ...]:
        """Each Varnish that is to be told."""
        return tuple(_words(self.purge_url))

    @property
    def trusted_networks(self) -> tuple[Network, ...]:
        """Whose word about a client is taken."""
        return tuple(ipaddress.ip_network(one) for one in _words(self.trusted_proxies))

    @cached_property
    def shelf_folder(self) -> Path:
        return self.home / "shelf"

    @cached_property
    def media_folder(self) -> Path:
        return self.home / "media"

    @cached_property
    def static_folder(self) -> Path:
        return self.home / "static"

    @cached_property
    def mailbox_folder(self) -> Path:
        return self.home / "mailbox"

    @cached_property
    def keys_folder(self) -> Path:
        return self.home / "keys"

    @cached_property
    def run_folder(self) -> Path:
        return self.home / "run"

    @cached_property
    def newsroom_socket(self) -> Path:
        return self.run_folder / "newsroom.sock"

    @cached_property
    def kiosk_pid_file(self) -> Path:
        return self.run_folder / "kiosk.pid"

    @cached_property
    def press_socket(self) -> Path:
        return self.run_folder / "press.sock"

    @cached_property
    def dispatch_socket(self) -> Path:
        return self.run_folder / "dispatch.sock"


def load(environ: Mapping[str, str], *, starting: bool = False) -> Settings:
    """Read all settings from `environ`; an empty value means the default. Raises SettingError for the first wrong one.

    The state folder remembers two things. What it was begun as, demo or not, overrules TERBIT_DEMO. The origin that its
    pages were printed with holds where neither PORT nor TERBIT_BASE_URL is given, so that commands beside a running
    house agree with it; the command that is `starting` a house decides it anew.
    """
    for problem in problems(environ).values():
        raise problem
    given = [of for of in fields(Settings) if environ.get(of.metadata["name"])]
    values = {of.name: _value(of, environ[of.metadata["name"]]) for of in given}
    folder = Settings(**values)
    begun_as, origin = _remembered(folder.kind_file), _remembered(folder.origin_file)
    if begun_as in HOUSE_KINDS:
        values["demo"] = begun_as == "demo"
    if origin and not starting and not {"port", "base_url"} & set(values):
        values["base_url"] = origin
    return Settings(**values)


def problems(environ: Mapping[str, str]) -> dict[str, SettingError]:
    """Everything in `environ` that cannot be used, by name: first what is no setting, then what has a wrong value."""
    known = {of.metadata["name"] for of in fields(Settings)}
    found = {
        name: SettingError(_unknown(name, known))
        for name in sorted(environ)
        if name.startswith("TERBIT_") and name not in known
    }
    for of in fields(Settings):
        name = of.metadata["name"]
        try:
            if environ.get(name):
                _value(of, environ[name])
        except SettingError as problem:
            found[name] = problem
    return found


def _value(of: Field[Any], text: str) -> Any:
    name, read = of.metadata["name"], of.metadata["read"]
    try:
        return read(text)
    except ValueError as problem:
        seen = _without_secret(of, text)
        raise SettingError(f'{name} {problem}; it is "{seen}".') from None


def _unknown(name: str, known: set[str]) -> str:
    ends = {of.removeprefix("TERBIT_"): of for of in known}
    near = get_close_matches(name.removeprefix("TERBIT_"), ends, n=1)
    advice = f"did you mean {ends[near[0]]}?" if near else "take it out."
    return f"{name} is no setting of Terbit: {advice} `terbit settings` lists them all."


def _remembered(file: Path) -> str:
    try:
        return file.read_text().strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _without_secret(of: Field[Any], text: str) -> str:
    if not of.metadata["secret"]:
        return text
    return "***" if text and of.metadata["read"] is _token else masked(text)


def masked(text: str) -> str:
    """The same address with its password as `***`; anything that is no address, but has an `@`, is masked whole."""
    try:
        parts = urlsplit(text)
        secret = parts.password
    except ValueError:
        return "***"
    if secret is None:
        return "***" if "@" in text and not parts.netloc else text
    user, _, place = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}:***@{place}"))


@dataclass(frozen=True, slots=True)
class Shown:
    """One setting as `terbit settings` and docs/settings.md show it; `value` is masked."""

    name: str
    value: str
    default: str
    help: str


def shown(values: Settings) -> Iterator[Shown]:
    """Every setting in the order of the list, with nothing secret in it."""
    for of in fields(Settings):
        value = getattr(values, of.name)
        text = str(int(value)) if isinstance(value, bool) else str(value)
        kept = of.metadata
        yield Shown(kept["name"], _without_secret(of, text), kept["default"], kept["help"])


settings: Settings


def __getattr__(name: str) -> Settings:
    """`settings`, read from the environment on first use and then kept. Raises SettingError."""
    if name != "settings":
        raise AttributeError(f"module {__name__} has no attribute {name}")
    globals()["settings"] = load(os.environ)
    return globals()["settings"]  # type: ignore[no-any-return]
