"""Moving ranges: how far each point lies from the one before, and which of those the limits may rest on."""

import numpy as np

from pyrometer.statistics._checked import Bools, Floats

D2 = 1.128  # mean moving range of two standard normal values, rounded as Laney, qicharts2 and the NHS do


def neighbours(used: Bools) -> Bools:
    """Which points have a baseline point just before and are in the baseline themselves."""
    return np.concatenate(([False], used[1:] & used[:-1]))


def moving_ranges(values: Floats, used: Bools) -> tuple[Floats, Bools]:
    """Absolute difference of each point from the one before (NaN for the first), and which ones the limits may use."""
    return np.concatenate(([np.nan], np.abs(np.diff(values)))), neighbours(used)
