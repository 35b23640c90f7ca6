"""With CI=true a skipped test is an error, unless tests/allowed_skips.txt names it with a reason."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ALLOWED = Path(__file__).parents[2] / "tests" / "allowed_skips.txt"


def allowed_skips(text: str) -> dict[str, str]:
    """Lines `node id: reason`; `#` begins a comment. Raises ValueError for a line without a reason."""
    allowed = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        node, separator, reason = line.partition(": ")
        if not separator or not reason.strip():
            raise ValueError(f'tests/allowed_skips.txt: "{line}" must be "node id: reason".')
        allowed[node.strip()] = reason.strip()
    return allowed


def _judge(report: pytest.TestReport | pytest.CollectReport) -> None:
    if os.environ.get("CI") != "true" or not report.skipped or hasattr(report, "wasxfail"):
        return
    if report.nodeid not in allowed_skips(ALLOWED.read_text()):
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{why}\nIn CI nothing may be skipped; tests/allowed_skips.txt lists the exceptions."


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    report = yield
    _judge(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report = yield
    _judge(report)
    return report
