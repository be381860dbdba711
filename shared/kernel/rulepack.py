"""Law as data: rule packs, chosen by the day of receipt, quoted by version and hash, never edited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from shared.kernel.asking import ConsultationRule, OpinionRule
from shared.kernel.detection import DetectionRule
from shared.kernel.errors import RefusedError
from shared.kernel.voting import VoteRule
from shared.kernel.workdays import Calendar


class NoRulePackError(RefusedError):
    """No rule pack is in force on that day."""

    code = "NO_RULE_PACK"


class PackChangedError(RefusedError):
    """The rule pack is not as it was when the file was received; a version that was in force is never edited."""

    code = "PACK_CHANGED"


class UnknownFormError(RefusedError):
    """The rule pack knows no such form of commendation."""

    code = "UNKNOWN_FORM"


@dataclass(frozen=True, slots=True)
class StepClock:
    """Working days that one step may take: our own target, and the law's limit when there is one."""

    target: int
    legal_max: int | None = None


@dataclass(frozen=True, slots=True)
class Requires:
    """The title that a form asks for, in so many years one after the other."""

    title: str
    consecutive_years: int


@dataclass(frozen=True, slots=True)
class FormRule:
    """One form of commendation, such as GIAY_KHEN_SO. `bonus` maps subject kind to the coefficient.

    Its grantor is one unit, or on each line the nearest unit of a kind such as STP; one of the two is None.
    The unit `reviewed_first_by` appraises and votes on files of its own line before they go up to the grantor.
    An `annual` form commends the work of a year; `deadline` is the last day of receipt for it, if there is one.
    `dossier`: what must be there before a decision, such as the minutes of the session (`bien_ban`).
    """

    code: str
    name_vi: str
    grantor_unit_id: str | None
    procedure: str
    annual: bool
    clock: Mapping[str, StepClock]
    bonus: Mapping[str, Fraction]
    grantor_kind: str | None = None
    vote: VoteRule | None = None
    appraiser_may_grant: bool = False
    opinions: Sequence[OpinionRule] = ()
    consultation: ConsultationRule | None = None
    reviewed_first_by: str | None = None
    deadline: date | None = None
    requires: Requires | None = None
    dossier: Sequence[str] = ()

    def grantor_among(self, nearest: Mapping[str, str]) -> str | None:
        """The unit that grants it, when these are the nearest units of their kinds on a line; None when none does."""
        return self.grantor_unit_id if self.grantor_kind is None else nearest.get(self.grantor_kind)

    def replaces(self, older: "FormRule") -> bool:
        """Whether a file for the older rule can go on by this one: same way, same grantor, for whom it was."""
        mine, theirs = (
            (
                form.procedure,
                form.grantor_unit_id,
                form.grantor_kind,
                form.consultation is None,
                form.reviewed_first_by,
            )
            for form in (self, older)
        )
        return mine == theirs and older.bonus.keys() <= self.bonus.keys()


@dataclass(frozen=True, slots=True)
class SalaryBase:
    """The base salary in đồng from a day on."""

    since: date
    vnd: int


@dataclass(frozen=True, slots=True)
class DuplicateRule:
    """When a file may mean the deed of another: days so near (calendar days), told so alike."""

    window_days: int
    similarity: Fraction


@dataclass(frozen=True, slots=True)
class PackQuote:
    """How a file quotes its pack: as it was on the day of receipt. `hash` is empty where it was not kept."""

    id: str
    version: str
    hash: str = ""

    @property
    def citation(self) -> str:
        """The quote in one word: id, version and the head of the hash."""
        return f"{self.id}/{self.version}#{self.hash[:12]}"


@dataclass(frozen=True, slots=True)
class Alerts:
    """From where on a figure is told as a warning; what a pack does not say is as the design has it.

    `year_end_share` of a year's awards, `fair_ratio` below one for as many `quarters` in a row. From `similarity` on a
    report repeats another; `formalism` is the share of such reports, or of a movement's awards at its end.
    """

    year_end_share: Fraction = Fraction(35, 100)
    fair_ratio: Fraction = Fraction(8, 10)
    quarters: int = 2
    similarity: Fraction = Fraction(8, 10)
    formalism: Fraction = Fraction(35, 100)


@dataclass(frozen=True, slots=True)
class RulePack:
    """One version of the rules. `hash` is the SHA-256 of its canonical data; unverified while `verified_by` is None.

    `favourable_clause`: a person may choose it for a file that was received under an older version.
    """

    id: str
    version: str
    hash: str
    effective_from: date
    effective_to: date
    verified_by: str | None
    calendar: Calendar
    return_window_working_days: int
    suggestion_answer_working_days: int
    late_detection_calendar_days: int
    complaint_take_up_working_days: int
    complaint_resolve_calendar_days: int
    small_collective_max_size: int
    duplicate: DuplicateRule
    salaries: Sequence[SalaryBase]
    forms: Mapping[str, FormRule]
    rounding_step_vnd: int = 10_000
    detection: Sequence[DetectionRule] = ()
    favourable_clause: bool = False
    alerts: Alerts = Alerts()

    @property
    def citation(self) -> str:
        """The pack's quote in one word."""
        return self.quote.citation

    @property
    def quote(self) -> PackQuote:
        """How a file that is received under it quotes it."""
        return PackQuote(self.id, self.version, self.hash)

    @property
    def is_verified(self) -> bool:
        """Whether somebody compared it with the gazetted text."""
        return self.verified_by is not None

    def form(self, code: str) -> FormRule:
        """The rule of one form. Raises: UnknownFormError."""
        if code not in self.forms:
            raise UnknownFormError(form=code)
        return self.forms[code]

    def base_salary(self, decided_on: date) -> int:
        """The base salary in force on the day of the decision, in đồng. Raises: NoRulePackError before the first."""
        known = [salary for salary in self.salaries if salary.since <= decided_on]
        if not known:
            raise NoRulePackError(on=decided_on.isoformat())
        return max(known, key=lambda salary: salary.since).vnd

    def bonus(self, form_code: str, subject_kind: str, decided_on: date) -> int:
        """Coefficient × base salary on the day of the decision, rounded up to the pack's step, in đồng."""
        coefficient = self.form(form_code).bonus.get(subject_kind, Fraction(0))
        return round_up(coefficient * self.base_salary(decided_on), self.rounding_step_vnd)


@dataclass(frozen=True, slots=True)
class RulePacks:
    """All versions that are known."""

    packs: Sequence[RulePack]

    def in_force(self, received_on: date) -> RulePack:
        """The pack by the day of receipt. Raises: NoRulePackError."""
        for pack in self.packs:
            if pack.effective_from <= received_on <= pack.effective_to:
                return pack
        raise NoRulePackError(on=received_on.isoformat())

    def alerts_on(self, day: date) -> Alerts:
        """The warnings of the pack in force on a day; a day without one has those of the design."""
        try:
            return self.in_force(day).alerts
        except NoRulePackError:
            return Alerts()

    def version(self, pack_id: str, version: str) -> RulePack:
        """The pack of this name, whatever it says by now; to show, not to judge by. Raises: NoRulePackError."""
        for pack in self.packs:
            if (pack.id, pack.version) == (pack_id, version):
                return pack
        raise NoRulePackError(version=version)

    def quoted(self, quote: PackQuote) -> RulePack:
        """The pack that a file quotes, as it was quoted. Raises: NoRulePackError, PackChangedError."""
        pack = self.version(quote.id, quote.version)
        if quote.hash not in ("", pack.hash):
            raise PackChangedError(pack=quote.citation, now=pack.citation)
        return pack

    def favourable(self, quote: PackQuote, form_code: str, on: date) -> RulePack | None:
        """The newer version in force on that day which a person may choose for a file, if there is one.

        It must say so itself, lead the form through the same procedure to the same grantor, and commend whom the older
        one commends. Source: the pack's favourable clause.
        """
        try:
            newer, older = self.in_force(on), self.quoted(quote)
        except (NoRulePackError, PackChangedError):
            return None
        is_newer = newer.id == older.id and newer.effective_from > older.effective_from
        if not (is_newer and newer.favourable_clause and form_code in newer.forms):
            return None
        return newer if newer.form(form_code).replaces(older.form(form_code)) else None

    def is_verified(self, quote: PackQuote) -> bool:
        """Whether the pack is known as it was quoted, and verified."""
        try:
            return self.quoted(quote).is_verified
        except (NoRulePackError, PackChangedError):
            return False


def round_up(amount: Fraction, step: int) -> int:
    """Round an exact amount up to a multiple of `step`."""
    units = amount / step
    return -(-units.numerator // units.denominator) * step
