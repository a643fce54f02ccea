"""Definitions: documents that run - test, criterion and decision for every word in use."""
