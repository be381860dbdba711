"""Other forms of commendation that a file without a chance under its own may still have."""

from services.nominations.domain.nomination import Nomination
from services.nominations.domain.parts import Alternative
from shared.kernel.rulepack import FormRule, RulePack

ONE_DEED = "R-ONE-DEED"


def alternatives(nomination: Nomination, pack: RulePack, ruled_out_by: str) -> tuple[Alternative, ...]:
    """The forms of the pack that fit instead, in its order. A deed that was rewarded before has none left."""
    if ruled_out_by == ONE_DEED:
        return ()
    return tuple(Alternative(form.code, form.name_vi) for form in pack.forms.values() if fits(form, nomination))


def fits(form: FormRule, nomination: Nomination) -> bool:
    """Whether another form could take this file's deed: for such a subject, by a grantor above its unit."""
    is_other = form.code != nomination.form_code
    on_its_line = form.grantor_unit_id in nomination.unit_path
    return is_other and on_its_line and not form.annual and nomination.subject.kind in form.bonus
