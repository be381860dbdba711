from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifications.adapters.mail.bounces import bounced
from services.notifications.usecases.recipient.proof import proof_of
from tests.notifications.conftest import VAULT

ID = UUID("8b6f1a60-0d6b-5d3f-9d0e-2f3f7f2f4a11")
PROOF = f"Kipthoi-Proof: {proof_of(VAULT, ID)}"
OTHER = proof_of(VAULT, UUID(int=1))
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
Message-ID: <8b6f1a60-0d6b-5d3f-9d0e-2f3f7f2f4a11@kipthoi.example>
{proof}
Subject: =?utf-8?b?SOG7kyBzxqE=?=

--b--
"""


def report(
    action: str = "failed",
    status: str = "5.1.1",
    original: str = "message/rfc822",
    proof: str = PROOF,
) -> bytes:
    text = REPORT.format(action=action, status=status, original=original, proof=proof)
    return text.replace("\n", "\r\n").encode()


@pytest.mark.parametrize("original", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_of_a_failure_names_its_letter(original: str) -> None:
    assert bounced(report(original=original), VAULT) == ID


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
        report(proof="X: "),
        report(proof=PROOF[:-1]),
        report(proof=PROOF + "0"),
        report(proof="Kipthoi-Proof: " + ID.hex + "." + "0" * 24),
        report(proof="Kipthoi-Proof: " + ID.hex + OTHER[32:]),
        report().replace(b"multipart/report", b"multipart/mixed"),
        b"Subject: Re: Cam on\r\n\r\nToi da nhan thu.",
        b"",
    ],
)
def test_all_else_says_nothing(raw: bytes) -> None:
    assert bounced(raw, VAULT) is None


@settings(deadline=None)
@given(at=st.integers(0, len(report())), junk=st.binary(max_size=30))
def test_no_broken_report_breaks_the_reader(at: int, junk: bytes) -> None:
    assert bounced(report()[:at] + junk + report()[at + len(junk) :], VAULT) in (None, ID)
