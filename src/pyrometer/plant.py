"""Plant: an opened folder - ledger, definitions and process - that can be asked; the only module that joins the layers."""
