"""On Debian 12's Python 3.11.2 a browser test that fails would end the whole run.

Playwright switches stacks below Python (greenlets), and before 3.11.4 `ast.parse`, with which pytest cuts the source
shown in a traceback, then raises "SystemError: AST constructor recursion depth mismatch". Plain tracebacks need no ast.
"""

from __future__ import annotations

import sys

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if sys.version_info < (3, 11, 4) and config.option.tbstyle == "auto":
        config.option.tbstyle = "native"
