"""Chart plan: how a chart is cut into phases and what people know of its points, by date, as the plant keeps it."""

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Kept:
    """The chart is kept: it stands in every report, by `period` ('' leaves that to what can be read)."""

    period: str = ""
    recorded_on: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """The limits rest on the periods that begin before `until`, and are held from then on."""

    until: date
    recorded_on: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Phase:
    """From the first period that begins on or after `starts_on` the limits are anew, because of `cause`.

    They rest on the whole phase, or on its periods before `hold_until`.
    """

    starts_on: date
    cause: str
    hold_until: date | None = None
    recorded_on: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """The period that holds the day `on` is drawn, but no limit rests on it, because of `reason`."""

    on: date
    reason: str
    recorded_on: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class KnownCause:
    """What people found to be behind the value of the period that holds the day `on`."""

    on: date
    text: str
    recorded_on: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class ChartPlan:
    """All that people have written about the chart of one measure."""

    kept: Kept | None = None
    held: Held | None = None
    phases: tuple[Phase, ...] = ()
    set_aside: tuple[Aside, ...] = ()
    causes: tuple[KnownCause, ...] = ()

    def known_on(self, day: date) -> "ChartPlan":
        """Only what had been written down by that day; an entry without a day of writing counts as always known."""

        def known(entry: Kept | Held | Phase | Aside | KnownCause) -> bool:
            return entry.recorded_on is None or entry.recorded_on <= day

        return replace(
            self,
            kept=self.kept if self.kept is not None and known(self.kept) else None,
            held=self.held if self.held is not None and known(self.held) else None,
            phases=tuple(p for p in self.phases if known(p)),
            set_aside=tuple(a for a in self.set_aside if known(a)),
            causes=tuple(c for c in self.causes if known(c)),
        )


NO_PLAN = ChartPlan()
