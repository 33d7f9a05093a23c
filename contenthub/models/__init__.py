"""Nouns: one file per concept."""

from contenthub.models.access import ApiClient, ApiToken, LedgerRow
from contenthub.models.checks import CheckLevel, LinkState
from contenthub.models.digest import Digest
from contenthub.models.edition import Edition, StoredAnswer
from contenthub.models.epoch import Epoch
from contenthub.models.fact_check import FactCheck
from contenthub.models.finding import Consumer, SynonymGroup
from contenthub.models.identity import Identity
from contenthub.models.insight import AskedQuestion, Contact, Feedback, SwitchCode
from contenthub.models.knowledge import Fact, Notice, PersonFact, Topic, UplName
from contenthub.models.law import LawChange, LawLook
from contenthub.models.pages import (
    LibraryPage,
    LifeEventPage,
    LocalLifeEventPage,
    LocalVersionPage,
    OrganisationPage,
    ProductPage,
    QuestionPage,
)
from contenthub.models.place import Location, Municipality, Organisation
from contenthub.models.prepared import PreparedAnswer
from contenthub.models.sheets import UploadedSheet
from contenthub.models.trace import AuditRow, OutboxRow

__all__ = [
    "ApiClient",
    "ApiToken",
    "AskedQuestion",
    "AuditRow",
    "CheckLevel",
    "Consumer",
    "Contact",
    "Digest",
    "Edition",
    "Epoch",
    "Fact",
    "FactCheck",
    "Feedback",
    "Identity",
    "LawChange",
    "LawLook",
    "LedgerRow",
    "LibraryPage",
    "LifeEventPage",
    "LinkState",
    "LocalLifeEventPage",
    "LocalVersionPage",
    "Location",
    "Municipality",
    "Notice",
    "Organisation",
    "OrganisationPage",
    "OutboxRow",
    "PersonFact",
    "PreparedAnswer",
    "ProductPage",
    "QuestionPage",
    "StoredAnswer",
    "SwitchCode",
    "SynonymGroup",
    "Topic",
    "UplName",
    "UploadedSheet",
]
