"""Figures, built a second time from the bus, are the same figures."""

from collections.abc import Awaitable, Callable

import pytest

from services.reviews.adapters.mongo.figures import FIGURES
from services.reviews.app import build
from services.reviews.settings import Settings
from shared.contracts.awards import AwardGranted
from tests.notifications.facts import granted
