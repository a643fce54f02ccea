"""Process: journeys and spells, the tables that every measure starts from, built once for each mark of the ledger."""

from pyrometer.process.assemble import build
from pyrometer.process.record import WHOLE, Process

__all__ = ["WHOLE", "Process", "build"]
