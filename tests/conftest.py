"""What every test may ask for: the real data beside a checkout, and a quiet machine-independent surrounding."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("ci", derandomize=True)  # the same examples each time; plain pytest looks for new ones
SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout; the test skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the folder 'shared' with real data does not lie beside this checkout")
    return SHARED
