"""The units that a test of reviews puts together itself."""

from shared.kernel.chart import Chart


class MemoryUnits:
    """What `organisation.v1` told."""

    known = Chart()

    async def chart(self) -> Chart:
        return self.known
