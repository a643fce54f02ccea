"""Ledger: the only writer of events; every state has a mark, and the same mark gives the same number for ever."""
