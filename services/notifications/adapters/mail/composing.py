"""A letter as a message of the Internet: text and HTML, the same bytes on each repeat.

Source: RFC 5322, RFC 2047, RFC 8058, RFC 3834.
"""

from datetime import datetime
from email.charset import BASE64, Charset
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime
from typing import Final
from uuid import UUID

from services.notifications.domain.letter import Letter

_UTF8: Final = Charset("utf-8")
_UTF8.body_encoding = BASE64
_UTF8.header_encoding = BASE64
PROOF: Final = "Kipthoi-Proof"
"""The header by which a report of a failure is known to be of this letter; answers of people do not repeat it."""

_ON_THE_WIRE: Final = compat32.clone(linesep="\r\n", max_line_length=998)
"""A link stands on one line, however long; words of a subject are folded before."""


def composed(letter: Letter, *, sender: str, to: str, letter_id: UUID, at: datetime, proof: str = "") -> bytes:
    """The message. `at` is when the letter was planned, so that a repeat has the same date too."""
    message = MIMEMultipart("alternative", boundary=f"kipthoi-{letter_id.hex}")
    message["Message-ID"] = message_id(letter_id, sender)
    message["Date"] = format_datetime(at)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = Header(letter.subject, _UTF8, header_name="Subject").encode()
    message["Auto-Submitted"] = "auto-generated"
    if proof:
        message[PROOF] = proof
    if letter.stop_url:
        message["List-Unsubscribe"] = f"<{letter.stop_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.attach(_part(letter.text, "plain"))
    message.attach(_part(letter.html, "html"))
    return message.as_bytes(policy=_ON_THE_WIRE)


def message_id(letter_id: UUID, sender: str) -> str:
    """The name of a letter: a relay or a mailbox that knows it already may drop the repeat."""
    return f"<{letter_id}@{sender.rpartition('@')[2]}>"


def _part(text: str, kind: str) -> MIMEText:
    part = MIMEText("", kind)
    del part["Content-Transfer-Encoding"]
    part.set_payload(text, _UTF8)
    return part
