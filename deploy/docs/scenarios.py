"""The page of scenarios: what people wrote of the format, then every command and every reason code, with an example."""

from collections.abc import Iterator
from pathlib import Path

from deploy.docs.fields import fields_of, policy_of
from deploy.docs.stories import ToldStep, told_steps
from deploy.markdown import table
from deploy.standalone.playing.commands import COMMANDS, SPECIAL, Command
from shared.kernel.policy import POLICY, PUBLIC
from shared.kernel.reasons import GROUPS

PATH = "docs/scenarios.md"
_TEXT = Path(__file__).parent / "texts" / "scenarios.md"
_TITLES = {
    "nominations": "Units, deeds, nominations",
    "reviews": "Cases, councils, decisions, awards, supervision",
    "notifications": "Notices and the public register",
}
_SPECIAL = {
    "upload_evidence": "`POST /evidence`. `name`, `kind`, `text` (the content); `sha256` to declare a false one.",
    "see_events": """What the topics tell of a thing, read by a plain consumer that belongs to no service: the short
names by family in their order (`nomination: [drafted, submitted]`), and whole in `all: [{type, topic, sequence, …}]`.
An event is about a thing when it happened to it or names its id. `about`.""",
    "see_register": """The whole public register: `{items, count, chain}`; `chain` is `valid`, or the number of the
first entry whose hash is not what this program computes.""",
    "see_mirror": """What stands on a client's topic of the register, read by a plain consumer: `{items, count}`.
`client`.""",
    "see_page": "A public page of the console, as `{text}`. `path`.",
    "set_receiver": """A client's system on this machine answers so from now on, as `{url}`: `allows` knows the
handshake of CloudEvents, `echoes` gives a challenge back, `status` is what the rest gets (204). `name`.""",
    "see_received": """What that system was sent: `{items: [{method, type, subject, data, signed_by, …}], count}`;
`signed_by` names those of the keys that a `client` publishes now. `name`.""",
    "see_letters": """What came to a mail address: `{items: [{subject, text, code, stop, confirm}], count}`; `code`
proves the address, `stop` is the token that ends letters, `confirm` that by which a contact
wants more of them. Nobody at `khong-co@…` is known. `to`.""",
    "return_letter": "The last letter to an address comes back, as its mail server reports it. `to`.",
    "see_texts": """What came to a telephone, `+84…`: `{items: [{sender, text, code}], count}`; `code` proves it.
Nobody has a number that ends with `0000`; of one that ends with `9999` nobody hears whether it came. `to`.""",
}
_COMMANDS = """## Commands

Fields with `?` may be left out. Who may do it is said by role, for the role's unit and all below it; the domain's rules
come on top.
"""


def scenarios_files() -> Iterator[tuple[str, str]]:
    """Give path and text of the page."""
    steps = list(told_steps())
    parts = [_TEXT.read_text(encoding="utf-8"), _commands(steps), _reasons(steps)]
    yield PATH, "\n".join(parts)


def without_example() -> list[str]:
    """The commands and reason codes that no story shows."""
    steps = list(told_steps())
    codes = (code for group in GROUPS.values() for code in group)
    return [
        *(do for do in (*COMMANDS, *SPECIAL) if _example_of_command(do, steps) is None),
        *(code for code in codes if code not in NOT_IN_STORIES and _example_of_reason(code, steps) is None),
    ]


NOT_IN_STORIES = {
    "TOO_LARGE": "no thing of a story grows beyond what the store keeps",
    "CONTACT_NOT_KEPT": "only without the setting `NOMINATIONS_CONTACT_KEY`",
    "CONTACT_UNREADABLE": "only after that key was changed",
    "MAIL_IS_OFF": "only without the setting `NOTIFICATIONS_MAIL_HOST`",
    "SMS_IS_OFF": "only without the setting `NOTIFICATIONS_SMS_URL`",
    "ROWS_NOT_RESERVED": "only in the moment between the draft of a decision and the reservation of its awards",
    "PACK_CHANGED": "only when the file of a rule pack is changed under a file that quotes it",
    "TOO_MANY_PAYMENTS": "only when thousands of payments are asked for at once",
    "RETURN_WINDOW_CLOSED": "only in the moments between the end of the time and the lapse of the file",
    "COMMENTS_FULL": "only when hundreds of people have spoken about one file",
    "VOTE_OVER": "only in the moments between the end of a vote and its count",
    "ROW_DEED_CHANGED": "only in the moments between the sending of a submission and the answer to its rows",
    "ROW_IN_OTHER_SUBMISSION": "only in the moments between the sending of a submission and the answer to its rows",
    "TOO_MANY_REGISTRATIONS": "only when forty endpoints are registered in a day",
    "REDRIVE_RUNS": "only in the seconds while a job runs, and no story stops it there",
    "REDRIVE_TOO_LARGE": "only when more than a hundred thousand events are asked for at once",
    "NO_CALENDAR": "only when a calendar's file is missing",
}
"""Reasons that depend on settings, files or moments, none of which a story can choose."""


def _commands(steps: list[ToldStep]) -> str:
    parts = [_COMMANDS]
    for service, title in _TITLES.items():
        parts.append(f"### {title}\n")
        parts += [_command(do, one, steps) for do, one in COMMANDS.items() if one.service == service]
    parts.append("### What is more than one request\n")
    parts += [f"**`{do}`** {_SPECIAL[do]}\n{_shown(_example_of_command(do, steps))}" for do in SPECIAL]
    return "\n".join(parts)


def _command(do: str, command: Command, steps: list[ToldStep]) -> str:
    fields = "; ".join(fields_of(command))
    request = f"`{command.method} {command.path}`, {_who(policy_of(command))}"
    return f"**`{do}`** {request}. {fields}\n{_shown(_example_of_command(do, steps))}"


def _who(action: str) -> str:
    if action == PUBLIC:
        return "everybody"
    roles = sorted(role.value for role in POLICY[action])
    return "every role" if len(roles) > 10 else ", ".join(roles)  # noqa: PLR2004 - a line on a page


def _example_of_command(do: str, steps: list[ToldStep]) -> ToldStep | None:
    """The shortest step that succeeds."""
    found = [step for step in steps if step.do == do and step.succeeds]
    return min(found, key=lambda step: len(step.written()), default=None)


def _reasons(steps: list[ToldStep]) -> str:
    parts = ["## Reasons\n\nWhat each means, and the way out, stands in [errors.md](errors.md).\n"]
    for title, group in GROUPS.items():
        parts.append(f"### {title}\n")
        parts += [_reason(code, steps) for code in group if code not in NOT_IN_STORIES]
    rows = ((f"`{code}`", why) for code, why in NOT_IN_STORIES.items())
    parts.append(f"### Not in a story\n\n{table(('code', 'why'), rows)}\n")
    return "\n".join(parts)


def _reason(code: str, steps: list[ToldStep]) -> str:
    step = _example_of_reason(code, steps)
    note = f": {step.note}" if step is not None and step.note else ""
    return f"**`{code}`**{note}\n{_shown(step)}"


def _example_of_reason(code: str, steps: list[ToldStep]) -> ToldStep | None:
    """A step that is refused with it, the shortest; else one that shows it as a reason."""
    found = [step for step in steps if code in step.refused] or [step for step in steps if code in step.expected]
    return min(found, key=lambda step: (not step.note, len(step.written())), default=None)


def _shown(step: ToldStep | None) -> str:
    if step is None:
        return ""
    return f"\n```yaml\n# {step.file.name}\n{step.written()}```\n"
