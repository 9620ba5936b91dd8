"""Cities, their partnerships, exchanges and assessments."""

from .assessments import Assessment, AssessmentFact
from .cities import City, CityInterest, Office
from .exchanges import Exchange
from .partnerships import (
    Benefit,
    ContactPoint,
    Membership,
    Outcome,
    Partnership,
    PartnershipFact,
)

__all__ = [
    "Assessment",
    "AssessmentFact",
    "Benefit",
    "City",
    "CityInterest",
    "ContactPoint",
    "Exchange",
    "Membership",
    "Office",
    "Outcome",
    "Partnership",
    "PartnershipFact",
]
