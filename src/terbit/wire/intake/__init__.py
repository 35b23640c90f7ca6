"""Stories of the neutral model as the newsroom's rows, many in one transaction, the same whatever format they came in."""

from __future__ import annotations

from terbit.wire.intake.report import Report
from terbit.wire.intake.run import Options, foresee, take_in

__all__ = ["Options", "Report", "foresee", "take_in"]
