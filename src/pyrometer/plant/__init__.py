"""Plant: an opened folder - ledger, definitions and process - that can be asked; it alone joins the layers."""

from pyrometer.plant._open import Plant
from pyrometer.plant._start import start

__all__ = ["Plant", "start"]
