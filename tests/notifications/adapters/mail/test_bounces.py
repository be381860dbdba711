from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifications.adapters.mail.bounces import bounced

ID = UUID("8b6f1a60-0d6b-5d3f-9d0e-2f3f7f2f4a11")
REPORT = """\
From: MAILER-DAEMON@relay.example
To: kip-thoi@kipthoi.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

This is the mail system. <an@haiphong.example>: host said: 550 5.1.1 nobody

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example
Arrival-Date: Tue, 13 Oct 2026 09:00:00 +0700

Final-Recipient: rfc822; an@haiphong.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 nobody

--b
Content-Type: {original}

From: kip-thoi@kipthoi.example
Message-ID: {name}
Subject: =?utf-8?b?SOG7kyBzxqE=?=

--b--
"""


def report(
    action: str = "failed",
    status: str = "5.1.1",
    original: str = "message/rfc822",
    name: str = f"<{ID}@kipthoi.example>",
) -> bytes:
    text = REPORT.format(action=action, status=status, original=original, name=name)
    return text.replace("\n", "\r\n").encode()


@pytest.mark.parametrize("original", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_of_a_failure_names_its_letter(original: str) -> None:
    assert bounced(report(original=original), "kipthoi.example") == ID


@pytest.mark.parametrize(
    "raw",
    [
        report(action="delayed", status="4.4.7"),
        report(action="delivered", status="2.0.0"),
        report(status="4.2.2"),
        report(status="5.2.2"),
        report(status="5.7.1 (blocked)"),
        report(status="5.1.8"),
        report(status="5"),
        report(name="<x@kipthoi.example>"),
        report(name=f"<{ID}@elsewhere.example>"),
        report().replace(b"multipart/report", b"multipart/mixed"),
        b"Subject: Re: Cam on\r\n\r\nToi da nhan thu.",
        b"",
    ],
)
def test_all_else_says_nothing(raw: bytes) -> None:
    assert bounced(raw, "kipthoi.example") is None


@settings(deadline=None)
@given(at=st.integers(0, len(report())), junk=st.binary(max_size=30))
def test_no_broken_report_breaks_the_reader(at: int, junk: bytes) -> None:
    assert bounced(report()[:at] + junk + report()[at + len(junk) :], "kipthoi.example") in (None, ID)
