"""It needs a sensor that the plant does not have.

Absence proves nothing where nobody looked: as long as the sensor was never connected, whoever has not met the
definition gets cannot_tell, and a loss that rests on silence is never found.
"""

from collections.abc import Iterator

from pyrometer.definitions.checks import Check, Found, Subject, place
from pyrometer.errors import near


def find(subject: Subject) -> Iterator[Found]:
    """Needed sensors that no file in sensors/ is named after."""
    if subject.sensors is None:
        return
    for definition in subject.definitions:
        for name in definition.needs:
            if name not in subject.sensors:
                told = (
                    f"it needs the sensor '{name}', which this plant does not have: who has not met it cannot be told."
                )
                yield place(definition, "needs"), f"{told}{near(name, subject.sensors)}"


CHECK = Check("warning", find)
