"""Where a nomination stands. What is held is `on_hold` and remembers where it stood."""

DRAFT = "draft"
SUBMITTED = "submitted"
SCREENING = "screening"
NEEDS_REVIEW = "needs_review"
ACCEPTED = "accepted"
RETURNED = "returned"
INELIGIBLE = "ineligible"
LAPSED = "lapsed"
IN_REVIEW = "in_review"
MERGED = "merged"
WITHDRAWN = "withdrawn"
GRANTED = "granted"
NOT_GRANTED = "not_granted"

BEFORE_REVIEW = (SUBMITTED, SCREENING, NEEDS_REVIEW, ACCEPTED)
"""In these it is with those who check it."""

FINAL = frozenset({LAPSED, MERGED, WITHDRAWN, GRANTED, NOT_GRANTED})
"""In these nothing more happens to it."""
