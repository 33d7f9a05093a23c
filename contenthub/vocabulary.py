"""The words of the field, as enums; this module imports nothing of the project.

The names are those of the public contract; the Dutch labels are what editors and agents see.
"""

from __future__ import annotations

from enum import StrEnum


class Layer(StrEnum):
    GENERIC = "GENERIC"
    MUNICIPAL = "MUNICIPAL"
    PERSONAL = "PERSONAL"


class Channel(StrEnum):
    WEBSITE = "WEBSITE"
    APP = "APP"
    PHONE = "PHONE"
    CHAT = "CHAT"
    LETTER = "LETTER"
    EMAIL = "EMAIL"
    COUNTER = "COUNTER"
    KIOSK = "KIOSK"


class Audience(StrEnum):
    RESIDENT = "RESIDENT"
    BUSINESS = "BUSINESS"


class SectionKind(StrEnum):
    """The eleven kinds, in the order in which an agent needs them.

    Source: the fields of the kennisartikel object type of KISS (open-objecten/objecttypes).
    """

    INTRODUCTION = "INTRODUCTION"
    APPLICATION = "APPLICATION"
    EVIDENCE = "EVIDENCE"
    CONDITIONS = "CONDITIONS"
    COSTS = "COSTS"
    TERM = "TERM"
    OBJECTION = "OBJECTION"
    NO_RESPONSE = "NO_RESPONSE"
    PARTICULARS = "PARTICULARS"
    CONTACT = "CONTACT"
    DESK_MEMO = "DESK_MEMO"


INTERNAL_KINDS = frozenset({SectionKind.DESK_MEMO})


class SectionMode(StrEnum):
    """What a local version does with one generic section."""

    INHERIT = "inherit"
    REPLACE = "replace"
    APPEND = "append"
    PREPEND = "prepend"
    HIDE = "hide"


class FactType(StrEnum):
    MONEY = "MONEY"
    TARIFF = "TARIFF"
    DURATION = "DURATION"
    DATE = "DATE"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    URL = "URL"
    ADDRESS = "ADDRESS"
    OPENING_HOURS = "OPENING_HOURS"
    NUMBER = "NUMBER"
    TEXT = "TEXT"


class FactRole(StrEnum):
    """The three terms that the TERM section distinguishes (Awb 4:13 for the second)."""

    APPLICATION_TERM = "aanvraagtermijn"
    DECISION_TERM = "beslistermijn"
    SERVICE_NORM = "servicenorm"


class Purpose(StrEnum):
    APPLY = "APPLY"
    CHANGE = "CHANGE"
    CANCEL = "CANCEL"
    OBJECT = "OBJECT"
    COMPLAIN = "COMPLAIN"
    ASK = "ASK"


class Arrangement(StrEnum):
    AUTOMATIC = "AUTOMATIC"
    MUST = "MUST"
    DEFERRABLE = "DEFERRABLE"


class Phase(StrEnum):
    LIFE_EVENT = "LIFE_EVENT"
    ORIENT = "ORIENT"
    APPLY = "APPLY"
    WAIT = "WAIT"
    USE = "USE"
    HELPED = "HELPED"


class Severity(StrEnum):
    INFO = "INFO"
    WARNING = "WARNING"
    URGENT = "URGENT"


class Offered(StrEnum):
    """What a local version says of the product itself; INHERIT leaves that to the layer below, YES overrides its no."""

    INHERIT = "inherit"
    YES = "yes"
    NO = "no"
    UNDER = "under"


class PersonFactType(StrEnum):
    NUMBER = "NUMBER"
    TEXT = "TEXT"
    BOOLEAN = "BOOLEAN"
    DATE = "DATE"
    CHOICE = "CHOICE"
    POSTCODE = "POSTCODE"


class PersonFactProvenance(StrEnum):
    """Where a value may come from: the person says it, or a register (BRP, WOZ) is its source."""

    SELF_DECLARED = "self-declared"
    REGISTER_DERIVED = "register-derived"


class Scope(StrEnum):
    """What an API client may do beside reading what is public."""

    PUBLIC = "public"
    DESK = "desk"
    PERSONAL = "personal"
    PREVIEW = "preview"
    LETTERS = "letters"
    EXPLORE = "explore"


class Perspective(StrEnum):
    """What a caller may ask to see instead of what is published."""

    DRAFT = "draft"


class CaseStatus(StrEnum):
    """The states of a case for which a product has a status text (person fact `zaak.status`)."""

    RECEIVED = "ontvangen"
    IN_PROGRESS = "in-behandeling"
    WAITING_FOR_YOU = "wacht-op-u"
    DECIDED = "besloten"
    CLOSED = "afgerond"


class RuleEffect(StrEnum):
    """What a personal rule does when its condition holds."""

    ADD = "add"
    REPLACE = "replace"
    HIDE = "hide"
    TARIFF = "tariff"
    SUGGEST = "suggest"
    ALERT = "alert"


class EditionKind(StrEnum):
    """What an append-only row is an edition of."""

    ITEM = "item"
    FACT = "fact"
    FACT_VALUE = "fact-value"
    LIFE_EVENT = "life-event"
    TOPIC = "topic"
    NOTICE = "notice"
    MUNICIPALITY = "municipality"
    PERSON_FACT = "person-fact"


# What pages say; all other kinds have forms of their own.
PAGE_KINDS = (EditionKind.ITEM, EditionKind.LIFE_EVENT)


class EditionState(StrEnum):
    """PUBLISHED carries content; WITHDRAWN says why and where to; ENDED closes a series; CANCELLED voids one future row."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    CANCELLED = "cancelled"


class DurationUnit(StrEnum):
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKDAY = "workday"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Weekday(StrEnum):
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class ContactOutcome(StrEnum):
    """How a contact ended, in the words of the public contract."""

    ANSWERED = "ANSWERED"
    PARTLY = "PARTLY"
    NOT_COVERED = "NOT_COVERED"
    FORWARDED = "FORWARDED"


class FactCheckOutcome(StrEnum):
    """What an expert said of a text."""

    APPROVED = "APPROVED"
    REMARKS = "REMARKS"


class FactCheckState(StrEnum):
    """How far a fact check is."""

    UNSENT = "UNSENT"
    SENT = "SENT"
    OPENED = "OPENED"
    APPROVED = "APPROVED"
    REMARKS = "REMARKS"
    EXPIRED = "EXPIRED"
    WITHDRAWN = "WITHDRAWN"


class DigestPace(StrEnum):
    """How often an editor is mailed of what there is to do."""

    NEVER = "never"
    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


class TextCheck(StrEnum):
    """What a text is checked for while it is written."""

    PLACEHOLDER = "placeholder"
    SOURCE_CHANGED = "source-changed"
    REVIEW_DUE = "review-due"
    FORM_OF_ADDRESS = "form-of-address"
    HOUSE_ADDRESS = "house-address"
    WORDING_FACTS = "wording-facts"
    BROKEN_LINK = "broken-link"
    LINK_TEXT = "link-text"
    TABLE_HEADER = "table-header"
    MISSING_SECTIONS = "missing-sections"
    FIRST_SENTENCE = "first-sentence"
    LOOSE_VALUE = "loose-value"
    READING_LEVEL = "reading-level"
    LONG_SENTENCE = "long-sentence"
    HEADINGS = "headings"


class Level(StrEnum):
    """How much it matters what a check of texts finds; BLOCK has to be mended before editors can publish."""

    BLOCK = "block"
    WARNING = "warning"
    ADVICE = "advice"
    OFF = "off"


class Grade(StrEnum):
    """Levels of the Common European Framework that a text seems to ask of its reader, the easiest first."""

    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"


# What a text can be written for.
AIMS = (Grade.A2, Grade.B1, Grade.B2)
