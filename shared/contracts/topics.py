"""The ten topic families; `deploy/kafka/topics.yaml` says how they are kept."""

NOMINATIONS = "nominations.v1"
DEEDS = "deeds.v1"
MOVEMENTS = "movements.v1"
ORGANISATION = "organisation.v1"
EXEMPLARS = "exemplars.v1"
RESULTS = "results.v1"
REVIEWS = "reviews.v1"
AWARDS = "awards.v1"
SUPERVISION = "supervision.v1"
NOTIFICATIONS = "notifications.v1"

ALL = (
    NOMINATIONS,
    DEEDS,
    MOVEMENTS,
    ORGANISATION,
    EXEMPLARS,
    RESULTS,
    REVIEWS,
    AWARDS,
    SUPERVISION,
    NOTIFICATIONS,
)
