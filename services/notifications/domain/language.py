"""In which language people are written to."""

from enum import StrEnum


class Language(StrEnum):
    """What people may read in; Vietnamese is what counts."""

    VI = "vi"
    EN = "en"
