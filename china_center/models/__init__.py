"""The China Center: governance, agreements, events, training and networks."""

from .agreements import Accreditation, Agreement, AgreementParty, Approval, Commitment
from .centers import BoardSeat, Center, Goal
from .certification import Attendance, Certificate, CertificateCounter
from .cooperation import (
    AssistanceRequest,
    CorporatePartner,
    EcoPartnershipPledge,
    NetworkMembership,
    PledgeAim,
)
from .events import Event, EventFact, EventOrganization, Highlight, Session, StudyTour
from .training import Audience, TrainingBase, TrainingProgram, TrainingSession

__all__ = [
    "Accreditation",
    "Agreement",
    "AgreementParty",
    "Approval",
    "AssistanceRequest",
    "Attendance",
    "Audience",
    "BoardSeat",
    "Center",
    "Certificate",
    "CertificateCounter",
    "Commitment",
    "CorporatePartner",
    "EcoPartnershipPledge",
    "Event",
    "EventFact",
    "EventOrganization",
    "Goal",
    "Highlight",
    "NetworkMembership",
    "PledgeAim",
    "Session",
    "StudyTour",
    "TrainingBase",
    "TrainingProgram",
    "TrainingSession",
]
