"""Start: from files that are there to a plant folder that can be read and corrected."""

def start() -> None:
    """."""
