"""What `do:` may say, and which request each command becomes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_FIELD = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True)
class Command:
    """One request to one service. Fields of `with` that the path names go there, `query` to the query, else the body.

    A `public` command is done by nobody in particular, one `of_system` by the system of a client: it proves itself and
    signs what it sends.
    """

    service: str
    method: str
    path: str
    query: tuple[str, ...] = ()
    public: bool = False
    of_system: bool = False

    @property
    def places(self) -> tuple[str, ...]:
        """The fields that the path needs."""
        return tuple(_FIELD.findall(self.path))

    @property
    def writes(self) -> bool:
        """Whether it changes anything."""
        return self.method == "POST"


def _post(service: str, path: str, *query: str) -> Command:
    return Command(service, "POST", path, query)


def _get(service: str, path: str, *query: str, public: bool = False) -> Command:
    return Command(service, "GET", path, query, public)


def _of_system(method: str, path: str, *query: str) -> Command:
    return Command("notifications", method, f"/integration/v1{path}", query, of_system=True)


COMMANDS: Mapping[str, Command] = {
    "record_unit": _post("nominations", "/units"),
    "merge_units": _post("nominations", "/units/{code}/merge"),
    "split_unit": _post("nominations", "/units/{code}/split"),
    "close_unit": _post("nominations", "/units/{code}/close"),
    "see_lineage": _get("nominations", "/units/{code}/lineage", "on"),
    "record_cluster": _post("nominations", "/clusters"),
    "see_clusters": _get("nominations", "/clusters", "on"),
    "see_cluster": _get("nominations", "/clusters/{code}", "on"),
    "record_subject": _post("nominations", "/subjects"),
    "record_title": _post("nominations", "/subjects/{ref}/titles"),
    "launch_movement": _post("nominations", "/movements"),
    "register_deed": _post("nominations", "/deeds"),
    "amend_deed": _post("nominations", "/deeds/{id}/amend"),
    "confirm_share": _post("nominations", "/deeds/{id}/confirm-share"),
    "dispute_deed": _post("nominations", "/deeds/{id}/dispute"),
    "link_deed": _post("nominations", "/deeds/{id}/link"),
    "keep_apart": _post("nominations", "/deeds/{id}/keep-apart"),
    "resolve_dispute": _post("nominations", "/deeds/{id}/resolve"),
    "suggest": _post("nominations", "/suggestions"),
    "answer_suggestion": _post("nominations", "/suggestions/{id}/answer"),
    "see_suggestions": _get("nominations", "/suggestions", "state", "limit"),
    "see_suggestion": _get("nominations", "/suggestions/{id}"),
    "see_contact": _get("nominations", "/suggestions/{id}/contact"),
    "report_result": _post("nominations", "/results"),
    "confirm_exemplar": _post("nominations", "/exemplars/{id}/confirm"),
    "dismiss_exemplar": _post("nominations", "/exemplars/{id}/dismiss"),
    "see_result": _get("nominations", "/results/{id}"),
    "see_exemplars": _get("nominations", "/exemplars", "state", "limit"),
    "see_exemplar": _get("nominations", "/exemplars/{id}"),
    "draft": _post("nominations", "/nominations"),
    "amend_draft": _post("nominations", "/nominations/{id}/amend"),
    "submit": _post("nominations", "/nominations/{id}/submit"),
    "send_submission": _post("nominations", "/submissions"),
    "see_submissions": _get("nominations", "/submissions", "limit"),
    "see_submission": _get("nominations", "/submissions/{id}"),
    "screen": _post("nominations", "/nominations/{id}/screen"),
    "accept": _post("nominations", "/nominations/{id}/accept"),
    "reroute": _post("nominations", "/nominations/{id}/reroute"),
    "rule_out": _post("nominations", "/nominations/{id}/rule-out"),
    "return": _post("nominations", "/nominations/{id}/return"),
    "resubmit": _post("nominations", "/nominations/{id}/resubmit"),
    "merge": _post("nominations", "/nominations/{id}/merge"),
    "hold": _post("nominations", "/nominations/{id}/hold"),
    "release": _post("nominations", "/nominations/{id}/release"),
    "withdraw": _post("nominations", "/nominations/{id}/withdraw"),
    "see_units": _get("nominations", "/units", "on"),
    "see_unit": _get("nominations", "/units/{code}", "on"),
    "see_subjects": _get("nominations", "/subjects", "unit", "q"),
    "see_movements": _get("nominations", "/movements"),
    "see_forms": _get("nominations", "/forms", "unit"),
    "see_deeds": _get("nominations", "/deeds", "limit"),
    "see_deed": _get("nominations", "/deeds/{id}"),
    "see_nomination": _get("nominations", "/nominations/{id}"),
    "see_nominations": _get("nominations", "/nominations", "state", "limit"),
    "record_council": _post("reviews", "/councils"),
    "appraise": _post("reviews", "/cases/{id}/appraise"),
    "choose_pack": _post("reviews", "/cases/{id}/choose-pack"),
    "request_opinion": _post("reviews", "/opinions"),
    "reply_opinion": _post("reviews", "/opinions/{id}/reply"),
    "see_opinions": _get("reviews", "/opinions", "state", "case_id", "limit"),
    "see_opinion": _get("reviews", "/opinions/{id}"),
    "return_case": _post("reviews", "/cases/{id}/return"),
    "open_window": _post("reviews", "/consultations"),
    "comment": _post("reviews", "/consultations/{id}/comment"),
    "answer_comment": _post("reviews", "/consultations/{id}/comments/{comment_id}/answer"),
    "see_open_consultations": _get("reviews", "/consultations/open", "limit", public=True),
    "see_consultation": _get("reviews", "/consultations/{id}"),
    "see_consultations": _get("reviews", "/consultations", "state", "case_id", "limit"),
    "see_comments": _get("reviews", "/comments", "limit"),
    "hold_case": _post("reviews", "/cases/{id}/hold"),
    "escalate": _post("reviews", "/cases/{id}/escalate"),
    "take_over": _post("reviews", "/cases/{id}/take-over"),
    "withdraw_case": _post("reviews", "/cases/{id}/withdraw"),
    "refuse": _post("reviews", "/cases/{id}/refuse"),
    "release_case": _post("reviews", "/cases/{id}/release"),
    "convene": _post("reviews", "/sessions"),
    "open_voting": _post("reviews", "/sessions/{id}/open-voting"),
    "cast": _post("reviews", "/sessions/{id}/cast"),
    "cast_written": _post("reviews", "/sessions/{id}/cast-written"),
    "close_voting": _post("reviews", "/sessions/{id}/close-voting"),
    "minute": _post("reviews", "/sessions/{id}/minute"),
    "recuse": _post("reviews", "/sessions/{id}/recuse"),
    "adjourn": _post("reviews", "/sessions/{id}/adjourn"),
    "prepare_decision": _post("reviews", "/decisions"),
    "sign": _post("reviews", "/decisions/{id}/sign"),
    "send_back": _post("reviews", "/decisions/{id}/send-back"),
    "delegate": _post("reviews", "/delegations"),
    "end_delegation": _post("reviews", "/delegations/{id}/end"),
    "see_delegations": _get("reviews", "/delegations"),
    "set_ceremony": _post("reviews", "/awards/{id}/set-ceremony"),
    "call_off_ceremony": _post("reviews", "/awards/{id}/call-off-ceremony"),
    "present": _post("reviews", "/awards/{id}/present"),
    "correct": _post("reviews", "/awards/{id}/correct"),
    "pay": _post("reviews", "/awards/{id}/pay"),
    "revoke": _post("reviews", "/awards/{id}/revoke"),
    "recover": _post("reviews", "/awards/{id}/recover"),
    "raise_finding": _post("reviews", "/findings"),
    "assign_finding": _post("reviews", "/findings/{id}/assign"),
    "remedy_finding": _post("reviews", "/findings/{id}/remedy"),
    "verify_finding": _post("reviews", "/findings/{id}/verify"),
    "reopen_finding": _post("reviews", "/findings/{id}/reopen"),
    "see_findings": _get("reviews", "/findings", "state", "limit"),
    "see_finding": _get("reviews", "/findings/{id}"),
    "see_lead_times": _get("reviews", "/metrics/lead-times", "unit", "from", "to", "type"),
    "see_year_ends": _get("reviews", "/metrics/year-end", "unit", "from", "to"),
    "see_fairness": _get("reviews", "/metrics/fairness", "unit", "from", "to"),
    "see_answered": _get("reviews", "/metrics/answered-suggestions", "unit", "from", "to"),
    "see_formalism": _get("reviews", "/metrics/formalism", "unit", "from", "to"),
    "see_concentration": _get("reviews", "/metrics/concentration", "unit", "from", "to"),
    "lodge_complaint": _post("reviews", "/complaints"),
    "take_up_complaint": _post("reviews", "/complaints/{id}/take-up"),
    "turn_down_complaint": _post("reviews", "/complaints/{id}/turn-down"),
    "uphold_complaint": _post("reviews", "/complaints/{id}/uphold"),
    "reject_complaint": _post("reviews", "/complaints/{id}/reject"),
    "see_complaints": _get("reviews", "/complaints", "state", "limit"),
    "see_complaint": _get("reviews", "/complaints/{id}"),
    "see_sender": _get("reviews", "/complaints/{id}/sender"),
    "see_councils": _get("reviews", "/councils"),
    "see_case": _get("reviews", "/cases/{id}"),
    "see_cases": _get("reviews", "/cases", "state", "limit"),
    "see_minutes": _get("reviews", "/sessions/{id}/minutes"),
    "see_tally": _get("reviews", "/sessions/{id}/tally"),
    "see_session": _get("reviews", "/sessions/{id}"),
    "see_decision": _get("reviews", "/decisions/{id}"),
    "see_payments": _get("reviews", "/payments", "grantor", "from", "to", "state"),
    "see_award": _get("reviews", "/awards/{id}"),
    "see_inbox": _get("notifications", "/inbox", "before", "limit"),
    "read_inbox": _post("notifications", "/inbox/read"),
    "see_own_contact": _get("notifications", "/contact"),
    "set_contact": _post("notifications", "/contact"),
    "verify_contact": _post("notifications", "/contact/verify"),
    "see_own_telephone": _get("notifications", "/telephone"),
    "set_telephone": _post("notifications", "/telephone"),
    "verify_telephone": _post("notifications", "/telephone/verify"),
    "unsubscribe": Command("notifications", "POST", "/mail/unsubscribe", ("token",), public=True),
    "confirm_contact": Command("notifications", "POST", "/mail/contact", ("token",), public=True),
    "declare_restore": _post("notifications", "/restores"),
    "see_unknown": _get("notifications", "/unknown-deliveries", "limit"),
    "answer_unknown": _post("notifications", "/unknown-deliveries/{id}"),
    "see_preferences": _get("notifications", "/preferences"),
    "choose": _post("notifications", "/preferences"),
    "see_policy": _get("notifications", "/policies/{unit_id}"),
    "set_policy": _post("notifications", "/policies/{unit_id}"),
    "register_endpoint": _post("notifications", "/endpoints"),
    "prove_endpoint": _post("notifications", "/endpoints/{id}/prove"),
    "test_endpoint": _post("notifications", "/endpoints/{id}/test"),
    "disable_endpoint": _post("notifications", "/endpoints/{id}/disable"),
    "reopen_endpoint": _post("notifications", "/endpoints/{id}/reopen"),
    "rotate_key": _post("notifications", "/endpoints/{id}/rotate-key"),
    "revoke_keys": _post("notifications", "/endpoints/{id}/revoke-keys"),
    "set_access": _post("notifications", "/endpoints/{id}/set-access"),
    "see_endpoints": _get("notifications", "/endpoints", "limit"),
    "see_endpoint": _get("notifications", "/endpoints/{id}"),
    "send_again": _post("notifications", "/endpoints/{id}/redrives"),
    "see_redrives": _get("notifications", "/endpoints/{id}/redrives"),
    "count_redrive": _get("notifications", "/endpoints/{id}/redrives/count", "what", "since", "until"),
    "see_deliveries": _get("notifications", "/endpoints/{id}/deliveries", "state", "since", "until", "before", "limit"),
    "see_delivery": _get("notifications", "/endpoints/{endpoint}/deliveries/{id}"),
    "see_secrets": _get("notifications", "/endpoints/{id}/secrets"),
    "see_webhook_keys": _get("notifications", "/.well-known/kipthoi-webhook-keys/{client}.json", public=True),
    "record_client": _post("notifications", "/clients"),
    "rotate_client_key": _post("notifications", "/clients/{ref}/rotate-key"),
    "suspend_client": _post("notifications", "/clients/{ref}/suspend"),
    "resume_client": _post("notifications", "/clients/{ref}/resume"),
    "see_clients": _get("notifications", "/clients"),
    "see_client": _get("notifications", "/clients/{ref}"),
    "record_unit_codes": _post("notifications", "/unit-codes"),
    "see_unit_code": _get("notifications", "/unit-codes", "scheme", "value"),
    "see_unit_codes": _get("notifications", "/unit-codes/{unit}"),
    "pull_awards": _of_system("GET", "/awards", "since", "limit", "unit", "wait"),
    "compare_awards": _of_system("GET", "/awards/digest", "until", "unit"),
    "send_batch": _of_system("POST", "/nominations:batch", "dry_run"),
    "send_results": _of_system("POST", "/results", "dry_run"),
    "see_job": _of_system("GET", "/jobs/{id}"),
    "see_job_result": _of_system("GET", "/jobs/{id}/result", "cursor", "limit"),
    "see_sent": _of_system("GET", "/nominations/{external_id}"),
    "see_unit_catalogue": _of_system("GET", "/catalogues/units", "since"),
    "see_award_kinds": _of_system("GET", "/catalogues/award-kinds", "since"),
    "see_movement_catalogue": _of_system("GET", "/catalogues/movements", "since"),
    "see_awards_page": _get("notifications", "/awards", "since", "limit", public=True),
}
"""Plain requests: the answer is what the service says."""


@dataclass(frozen=True, slots=True)
class Special:
    """What is more than one plain request: by a person or not, what `with` must say, whether it changes anything."""

    by_person: bool
    needs: tuple[str, ...] = ()
    writes: bool = False


SPECIAL: Mapping[str, Special] = {
    "upload_evidence": Special(by_person=True, needs=("name",), writes=True),
    "see_events": Special(by_person=False, needs=("about",)),
    "see_register": Special(by_person=False),
    "see_mirror": Special(by_person=False, needs=("client",)),
    "see_page": Special(by_person=False, needs=("path",)),
    "set_receiver": Special(by_person=False, needs=("name",)),
    "see_received": Special(by_person=False, needs=("name",)),
    "see_letters": Special(by_person=False, needs=("to",)),
    "return_letter": Special(by_person=False, needs=("to",), writes=True),
    "see_texts": Special(by_person=False, needs=("to",)),
}


def needs_person(do: str) -> bool:
    """Whether somebody must be named by `as:`."""
    return SPECIAL[do].by_person if do in SPECIAL else not COMMANDS[do].public


def is_of_system(do: str) -> bool:
    """Whether the system of a client does it; it is no person of the samples."""
    return do in COMMANDS and COMMANDS[do].of_system


def needed_fields(do: str) -> tuple[str, ...]:
    """What `with:` must say whatever the service thinks of it."""
    return SPECIAL[do].needs if do in SPECIAL else COMMANDS[do].places


def writes(do: str) -> bool:
    """Whether a command changes anything."""
    return SPECIAL[do].writes if do in SPECIAL else COMMANDS[do].writes


def is_known(do: str) -> bool:
    """Whether there is such a command."""
    return do in COMMANDS or do in SPECIAL


def names() -> list[str]:
    """All commands, in alphabetical order."""
    return sorted((*COMMANDS, *SPECIAL))
