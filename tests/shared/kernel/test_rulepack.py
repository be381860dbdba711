import re
import shutil
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.rulepack import (
    Alerts,
    NoRulePackError,
    PackChangedError,
    PackQuote,
    RulePacks,
    UnknownFormError,
    round_up,
)
from shared.kernel.voting import VoteRule
from shared.runtime.law.loading import SHIPPED, load_rulepacks

PACKS = load_rulepacks()


@given(st.fractions(0, 10**9), st.integers(1, 10**6))
def test_rounding_up_never_loses_and_never_adds_a_whole_step(amount: Fraction, step: int) -> None:
    rounded = round_up(amount, step)
    assert rounded % step == 0
    assert 0 <= rounded - amount < step


@given(st.integers(1, 30), st.data())
def test_a_vote_passes_exactly_when_its_share_of_the_base_reaches_the_threshold(
    members: int, data: st.DataObject
) -> None:
    present = data.draw(st.integers(0, members))
    yes = data.draw(st.integers(0, present))
    denominator = data.draw(st.sampled_from(["all", "present"]))
    rule = VoteRule(denominator, Fraction(2, 3), Fraction(4, 5), secret=True)
    tally = rule.tally(members=members, present=present, yes=yes)
    assert tally.base == (members if denominator == "all" else present)
    assert tally.yes + tally.no == present
    assert tally.passed == (tally.base > 0 and 5 * yes >= 4 * tally.base)


@given(st.integers(0, 100))
def test_the_quorum_is_the_smallest_number_that_reaches_the_fraction(entitled: int) -> None:
    needed = VoteRule("all", Fraction(2, 3), Fraction(1, 2), secret=True).needed(entitled)
    assert 3 * needed >= 2 * entitled
    assert needed == 0 or 3 * (needed - 1) < 2 * entitled


def test_the_day_of_receipt_chooses_the_pack() -> None:
    assert PACKS.in_force(date(2026, 9, 30)).version == "2025-07-01"
    assert PACKS.in_force(date(2026, 10, 1)).version == "2026-10-01"


def test_a_day_without_rules_and_a_form_without_rule_are_refused() -> None:
    with pytest.raises(NoRulePackError):
        PACKS.in_force(date(2024, 1, 1))
    with pytest.raises(UnknownFormError):
        PACKS.in_force(date(2026, 10, 1)).form("HUY_CHUONG")


def test_a_pack_is_quoted_by_version_and_hash_and_says_that_nobody_verified_it() -> None:
    pack = PACKS.version("FIX-2026", "2026-10-01")
    assert pack.citation.startswith("FIX-2026/2026-10-01#")
    assert pack.verified_by is None


def test_a_pack_is_used_only_as_it_was_quoted() -> None:
    pack = PACKS.version("FIX-2026", "2026-10-01")
    assert PACKS.quoted(pack.quote) is pack
    assert PACKS.quoted(PackQuote("FIX-2026", "2026-10-01")) is pack, "a file of before hashes were kept"
    with pytest.raises(PackChangedError) as refused:
        PACKS.quoted(replace(pack.quote, hash="0" * 64))
    assert refused.value.params == {"pack": "FIX-2026/2026-10-01#000000000000", "now": pack.citation}
    with pytest.raises(NoRulePackError):
        PACKS.quoted(PackQuote("FIX-2026", "1999-01-01"))


def test_a_pack_counts_as_verified_only_as_it_was_quoted() -> None:
    pack = replace(PACKS.version("FIX-2026", "2026-10-01"), verified_by="BTP")
    packs = RulePacks((pack,))
    assert packs.is_verified(pack.quote)
    assert not packs.is_verified(replace(pack.quote, hash="0" * 64))
    assert not packs.is_verified(PackQuote("FIX-2026", "1999-01-01"))
    assert not PACKS.is_verified(pack.quote)


def test_a_newer_pack_is_offered_on_its_first_day_when_it_may_be_chosen() -> None:
    old, new = PACKS.version("FIX-2026", "2025-07-01"), PACKS.version("FIX-2026", "2026-10-01")
    assert PACKS.favourable(old.quote, "GIAY_KHEN_SO", date(2026, 9, 30)) is None
    assert PACKS.favourable(old.quote, "GIAY_KHEN_SO", date(2026, 10, 1)) is new
    assert PACKS.favourable(new.quote, "GIAY_KHEN_SO", date(2026, 10, 1)) is None
    assert PACKS.favourable(replace(old.quote, hash="0" * 64), "GIAY_KHEN_SO", date(2026, 10, 1)) is None
    assert PACKS.favourable(old.quote, "GIAY_KHEN_SO", date(2030, 1, 1)) is None


def test_a_newer_pack_is_not_offered_against_its_word_or_where_the_form_goes_another_way() -> None:
    old, new = PACKS.version("FIX-2026", "2025-07-01"), PACKS.version("FIX-2026", "2026-10-01")
    form = new.form("GIAY_KHEN_SO")
    for other in (
        replace(new, favourable_clause=False),
        replace(new, id="OTHER"),
        replace(new, forms={}),
        replace(new, forms={form.code: replace(form, procedure="full")}),
        replace(new, forms={form.code: replace(form, grantor_unit_id="UB-HP")}),
        replace(new, forms={form.code: replace(form, grantor_unit_id=None, grantor_kind="STP")}),
        replace(new, forms={form.code: replace(form, bonus={"collective": form.bonus["collective"]})}),
    ):
        assert RulePacks((old, other)).favourable(old.quote, form.code, date(2026, 10, 1)) is None


def test_a_number_without_quotes_means_what_is_written(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "data")
    for file in (tmp_path / "data" / "rulepacks").iterdir():
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r'"(\d+\.\d+)"', r"\1", text), encoding="utf-8")
        assert file.read_text(encoding="utf-8") != text
    unquoted, shipped = load_rulepacks(tmp_path / "data"), load_rulepacks()
    assert [pack.forms for pack in unquoted.packs] == [pack.forms for pack in shipped.packs]


def test_a_pack_that_says_nothing_of_warnings_has_those_of_the_design(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "data")
    newer = tmp_path / "data" / "rulepacks" / "FIX-2026_2026-10-01.yaml"
    said = "alerts: {year_end_share: 0.4, fair_ratio: 0.9, quarters: 3}\n"
    newer.write_text(newer.read_text(encoding="utf-8") + said, encoding="utf-8")
    packs = load_rulepacks(tmp_path / "data")
    assert packs.alerts_on(date(2026, 10, 1)) == Alerts(Fraction(2, 5), Fraction(9, 10), 3)
    for day in (date(2026, 9, 30), date(1999, 1, 1)):
        assert packs.alerts_on(day) == Alerts(Fraction(7, 20), Fraction(4, 5), 2)
