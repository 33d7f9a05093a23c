"""Reading: load a few keyed rows, resolve them, keep what was said. Everything that serves answers calls this room."""

from contenthub.answering.answers import answer_item, answer_items, item_id
from contenthub.answering.asking import Asking, ask, checked_offset, person_of
from contenthub.answering.catalogue import Catalogue, Entry, catalogue
from contenthub.answering.drafts import drafts_here, drafts_of, in_draft
from contenthub.answering.keeping import keep, keep_sent, said
from contenthub.answering.life_events import life_event, life_events, notices_here, topics
from contenthub.answering.snapshot import snapshot
from contenthub.answering.towns import municipalities, town
from contenthub.answering.turns import standing

__all__ = [
    "Asking",
    "Catalogue",
    "Entry",
    "answer_item",
    "answer_items",
    "ask",
    "catalogue",
    "checked_offset",
    "drafts_here",
    "drafts_of",
    "in_draft",
    "item_id",
    "keep",
    "keep_sent",
    "life_event",
    "life_events",
    "municipalities",
    "notices_here",
    "person_of",
    "said",
    "snapshot",
    "standing",
    "topics",
    "town",
]
