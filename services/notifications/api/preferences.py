"""What people and units may choose, and why something comes as it does."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, Self

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, Field, model_validator

from services.notifications.domain.around import whose_choice
from services.notifications.domain.channel import Channel
from services.notifications.domain.language import Language
from services.notifications.domain.preference import (
    ANY_KIND,
    MOST_CHOICES,
    Level,
    Preferences,
    Rhythm,
    Setting,
    Topic,
)
from services.notifications.domain.texts import TEMPLATES
from services.notifications.usecases import PreferenceUseCases
from services.notifications.usecases.preference.explain import Explained
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithActor, WithCause, attempt, door


def _known(kind: str) -> str:
    if kind != ANY_KIND and kind not in TEMPLATES:
        raise ValueError("no such kind of message")
    return kind


Kind = Annotated[str, AfterValidator(_known)]


class ChoiceBody(Body):
    """One choice: a kind of message, or `*` for all, by one way."""

    kind: Kind
    channel: Literal[Channel.EMAIL, Channel.CHAT, Channel.SMS]
    setting: Setting

    @model_validator(mode="after")
    def _gathers(self) -> Self:
        if self.channel is Channel.SMS and self.setting is Setting.DIGEST:
            raise ValueError("a short message gathers nothing: on or off")
        return self


class PolicyBody(Body):
    """All choices of a unit; what is not named is left to its people."""

    choices: list[ChoiceBody] = Field(max_length=MOST_CHOICES)


class PreferencesBody(PolicyBody):
    """All choices of a person; `rhythm` is how often digests come: each day or on Mondays, at 07:30."""

    rhythm: Rhythm = Rhythm.DAILY


class ChoiceView(BaseModel):
    """One choice."""

    kind: str
    channel: Channel
    setting: Setting


class PolicyView(BaseModel):
    """What an audience chose; `version` counts its changes and is what If-Match takes."""

    audience: str
    version: int
    choices: list[ChoiceView]


class DecisionView(BaseModel):
    """What is done with a kind of message by one way, which level decided it and whose choice it was.

    `is_lifted`: it was to wait in a digest, but such a message never does.
    """

    kind: str
    channel: Channel
    setting: Setting
    level: Level
    by: str
    is_lifted: bool
    why_vi: str
    why_en: str


class PreferencesView(PolicyView):
    """A reader's own choices, and what comes of them and of the units' policies."""

    rhythm: Rhythm
    decisions: list[DecisionView]


def add_preferences(api: APIRouter, use_cases: PreferenceUseCases) -> None:
    """The routes of persons and of units."""
    _add_own(api, use_cases)
    _add_policies(api, use_cases)


def _add_own(api: APIRouter, use_cases: PreferenceUseCases) -> None:
    @api.get("/preferences", **door("preference.read"))
    async def preferences(actor: WithActor) -> PreferencesView:
        """What comes to the reader by which way, and who decided so."""
        return _own(await use_cases.explain(actor))

    @api.post("/preferences", **door("preference.choose"))
    async def choose(body: PreferencesBody, cause: WithCause) -> PreferencesView:
        """Choose anew; what is not named falls back to the default."""
        await attempt(lambda: use_cases.choose(_choices(body.choices), body.rhythm, cause))
        return _own(await use_cases.explain(cause.actor))


def _add_policies(api: APIRouter, use_cases: PreferenceUseCases) -> None:
    @api.get("/policies/{unit_id}", **door("notice_policy.read"))
    async def policy(unit_id: str) -> PolicyView:
        """What a unit decided for its people. It names nobody and binds all below it, so whoever signed in reads it."""
        return _policy(await use_cases.explain.policy(unit_id))

    @api.post("/policies/{unit_id}", **door("notice_policy.set"))
    async def set_policy(unit_id: str, body: PolicyBody, cause: WithCause) -> PolicyView:
        """Decide for all who read in a unit and below. What is mandated cannot be turned off."""
        await attempt(lambda: use_cases.set_policy(unit_id, _choices(body.choices), cause))
        return _policy(await use_cases.explain.policy(unit_id))


def _choices(choices: Sequence[ChoiceBody]) -> Mapping[Topic, Setting]:
    return {Topic(each.kind, each.channel): each.setting for each in choices}


def _policy(found: Preferences) -> PolicyView:
    return PolicyView(audience=found.audience, version=found.version, choices=_shown(found))


def _shown(found: Preferences) -> list[ChoiceView]:
    return [
        ChoiceView(kind=topic.kind, channel=topic.channel, setting=setting) for topic, setting in found.choices.items()
    ]


def _own(found: Explained) -> PreferencesView:
    decisions = [
        DecisionView(
            kind=topic.kind,
            channel=topic.channel,
            setting=each.setting,
            level=each.level,
            by=each.by,
            is_lifted=each.is_lifted,
            why_vi=whose_choice(each.level, Language.VI),
            why_en=whose_choice(each.level, Language.EN),
        )
        for topic, each in found.decisions.items()
    ]
    own = found.own
    return PreferencesView(
        audience=own.audience, version=own.version, choices=_shown(own), rhythm=own.rhythm, decisions=decisions
    )
