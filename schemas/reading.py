"""What one request has read so far, so that a list is loaded once and not row by row.

Every item is seen as part of the batch that it was loaded with: when one of a batch is asked for its related items,
those of the whole batch are loaded together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from django.utils import timezone

from contenthub import answering
from contenthub.access.visits import Visit
from contenthub.answering import Asking, Catalogue
from contenthub.answering.life_events import TopicAnswer
from contenthub.answering.perspective import Drafts
from contenthub.resolving.answer import Answer, NoticeAnswer
from contenthub.resolving.content import MunicipalityContent
from contenthub.resolving.journey import LifeEventAnswer
from contenthub.resolving.refusal import Refused


class ItemView:
    """One answer with what is needed to follow its references."""

    def __init__(self, answer: Answer, reading: Reading, asking: Asking, batch: list[ItemView]) -> None:
        self.answer, self.reading, self.asking, self.batch = answer, reading, asking, batch

    def follow(self, ids: Callable[[Answer], Iterable[str]]) -> list[ItemView]:
        """The items behind these ids, loaded for the whole batch at once."""
        self.reading.items([i for view in self.batch for i in ids(view.answer)], self.asking)
        return self.reading.items(ids(self.answer), self.asking)


class Traces:
    """What this request has read: whose texts, which items, and when each is known to change."""

    def __init__(self) -> None:
        self.scopes: set[str] = {""}
        self.changes: list[dt.datetime | None] = []
        self.tags: dict[str, None] = {}
        # What was not found may be there a moment later, without anybody publishing.
        self.lasting = True
        # Whether every municipality was asked in a language of its own; any other code is answered, but there is no end
        # to those.
        self.in_its_languages = True

    def asked(self, asking: Asking) -> None:
        self.scopes.update(asking.town.texts_of.organisations)
        self.changes.append(asking.town.next_change)
        self.tags[asking.town.asked.code] = None
        self.in_its_languages &= asking.language in asking.town.texts_of.languages

    def item(self, answer: Answer) -> None:
        self.changes.append(answer.next_change)
        self.tags[answer.item] = None

    def life_events(self, events: Iterable[LifeEventAnswer]) -> None:
        for event in events:
            self.changes.append(event.next_change)
            self.tags[event.id] = None


class Reading:
    def __init__(self, visit: Visit | None = None) -> None:
        self.visit = visit or Visit()
        self._askings: dict[Any, Asking] = {}
        self._views: dict[tuple[int, str], ItemView | None] = {}
        self._life_events: dict[int, list[LifeEventAnswer]] = {}
        self._topics: dict[int, list[TopicAnswer]] = {}
        self._catalogues: dict[int, Catalogue] = {}
        self._drafts: dict[str, Drafts] = {}
        self.now = timezone.now()
        # What is to be kept of the questions that were asked; each is called once the read is over.
        self.asked: list[Callable[[], object]] = []
        self.traces = Traces()

    def asking(
        self,
        municipality: str,
        language: str | None = None,
        moment: dt.datetime | None = None,
        person: list[dict[str, Any]] | None = None,
    ) -> Asking:
        self.visit.enter(municipality)
        facts = answering.person_of((fact["name"], fact["value"]) for fact in person or ())
        key = (municipality, language, moment, repr(sorted(facts.items())))
        if key not in self._askings:
            self._askings[key] = answering.ask(
                municipality,
                language=language,
                moment=moment or self.now,
                person=facts,
                may_see_future=self.visit.may_see_future,
                for_agents=self.visit.for_agents,
                use_register=self.visit.use_register,
            )
            if self.visit.drafts:
                self._askings[key] = self._in_draft(self._askings[key])
            self.traces.asked(self._askings[key])
            # Who names the default language asks the same.
            self._askings.setdefault((key[0], self._askings[key].language, *key[2:]), self._askings[key])
        return self._askings[key]

    def items(self, ids: Iterable[str], asking: Asking) -> list[ItemView]:
        """Views in the order of `ids`; ids without an answer are left out."""
        wanted = list(dict.fromkeys(ids))
        missing = [item for item in wanted if (id(asking), item) not in self._views]
        if missing:
            answers = answering.answer_items(missing, asking)
            batch: list[ItemView] = []
            for item in missing:
                view = ItemView(answers[item], self, asking, batch) if item in answers else None
                self._views[id(asking), item] = view
                if view is not None:
                    batch.append(view)
                    self.traces.item(view.answer)
        return [view for item in wanted if (view := self._views[id(asking), item]) is not None]

    def item(self, item: str, asking: Asking) -> ItemView | None:
        """The item that was asked for itself."""
        view = next(iter(self.items([item], asking)), None)
        if view is not None and asking.from_register:
            self.visit.asked_about(view.answer.item)
        return view

    def kept(self, reference: str) -> ItemView | None:
        """A kept answer; what it refers to is read as of the moment at which it was made."""
        self.visit.published_only("reference")
        answer = answering.said(reference, for_agents=self.visit.for_agents)
        if answer is None:
            self.traces.lasting = False
            return None
        asking = self.asking(answer.municipality.code, answer.language, answer.moment)
        batch: list[ItemView] = []
        view = ItemView(answer, self, asking, batch)
        batch.append(view)
        self.traces.tags[answer.item] = None
        return view

    def life_event(self, subject: str, asking: Asking) -> LifeEventAnswer | None:
        """The life event that was asked for itself."""
        event = answering.life_event(subject, asking)
        self.traces.life_events([event] if event else [])
        if event is not None and asking.from_register:
            self.visit.asked_about(event.id)
        return event

    def life_events(self, asking: Asking, subjects: list[str] | None = None) -> list[LifeEventAnswer]:
        if subjects is not None:
            return answering.life_events(asking, subjects)
        if id(asking) not in self._life_events:
            self._life_events[id(asking)] = answering.life_events(asking)
            self.traces.life_events(self._life_events[id(asking)])
        return self._life_events[id(asking)]

    def topics(self, asking: Asking) -> list[TopicAnswer]:
        if id(asking) not in self._topics:
            self._topics[id(asking)] = answering.topics(asking)
        return self._topics[id(asking)]

    def catalogue(self, asking: Asking) -> Catalogue:
        if id(asking) not in self._catalogues:
            self._catalogues[id(asking)] = answering.catalogue(asking)
        return self._catalogues[id(asking)]

    def successors(self, details: MunicipalityContent) -> list[MunicipalityContent]:
        """Names and addresses are public, so also for a client that is bound to another municipality."""
        return [answering.town(code, self.now).asked for code in details.successors]

    def notices(self, details: MunicipalityContent, language: str) -> tuple[NoticeAnswer, ...]:
        shown = answering.notices_here(self.asking(details.code, language))
        self.traces.changes.append(shown.next_change)
        return shown.notices

    def keepable(self) -> list[Answer]:
        """Neutral answers of this request: nothing personal, nothing internal, no draft, nothing that lies ahead."""
        return [
            view.answer
            for view in self._views.values()
            if view is not None
            and not view.answer.personal.given
            and not view.asking.for_agents
            and view.asking.drafts is None
            and view.asking.moment <= self.now
        ]

    def refusals(self) -> list[Refused]:
        """Why drafts that were shown could not be published; told beside the data, as no one field failed."""
        told = [r for drafts in self._drafts.values() for r in drafts.refusals(for_agents=self.visit.for_agents)]
        return list({refused.message: refused for refused in told}.values())

    def _in_draft(self, asking: Asking) -> Asking:
        """Askings about the texts of one municipality share their drafts."""
        asking = answering.in_draft(asking, self.now, self.visit.caller.municipalities)
        assert asking.drafts is not None
        drafts = self._drafts.setdefault(asking.town.texts_of.code, asking.drafts)
        return msgspec.structs.replace(asking, drafts=drafts)
