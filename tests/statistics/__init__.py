"""The statistics, claim by claim."""
