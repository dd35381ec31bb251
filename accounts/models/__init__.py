"""Who acts: people, the organisations they act for, and what they consented to."""

from accounts.models.consents import Consent, ConsentQuerySet
from accounts.models.desk_keys import DeskKey, DeskKeyQuerySet
from accounts.models.people import (
    IdentityNeed,
    IdentityNeedQuerySet,
    Membership,
    MembershipQuerySet,
    Organisation,
    Recusal,
    RecusalQuerySet,
    Unit,
    User,
    seated,
)
from accounts.models.rights import AccountMail, Invitation, InvitationQuerySet, RightsChange
from accounts.models.unsent import TypedText, UnsentText

__all__ = [
    "AccountMail",
    "Consent",
    "ConsentQuerySet",
    "DeskKey",
    "DeskKeyQuerySet",
    "IdentityNeed",
    "IdentityNeedQuerySet",
    "Invitation",
    "InvitationQuerySet",
    "Membership",
    "MembershipQuerySet",
    "Organisation",
    "Recusal",
    "RecusalQuerySet",
    "RightsChange",
    "TypedText",
    "Unit",
    "UnsentText",
    "User",
    "seated",
]
