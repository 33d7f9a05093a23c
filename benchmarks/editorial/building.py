"""A hub of the size that is measured: the demo, grown with copies of its own texts.

Pages are laid in the tree with one insert for all of them, as the importer of an export does for one; editions come through
`bring_editions`. What is measured is read, so that is what must be as it would be in a hub that grew by hand.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from msgspec import Struct
from wagtail.models import Page, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from contenthub.actions.append import By
from contenthub.actions.branches import library_branch, organisation_branch
from contenthub.actions.bring_editions import bring_editions
from contenthub.actions.page_content import content_of
from contenthub.actions.page_fields import fill_item, fill_local
from contenthub.exchange.demo import FOLDER
from contenthub.exchange.demo_texts import Ids, item_draft, sources
from contenthub.models import Edition, LocalVersionPage, Organisation, ProductPage, QuestionPage
from contenthub.models.pages import PublishedPage
from contenthub.models.pages.library import BranchPage
from contenthub.resolving.content import Withdrawn
from contenthub.resolving.editions import Series, content_hash, plain
from contenthub.vocabulary import EditionKind, EditionState, Offered, SectionKind, SectionMode
from contenthub.writing.drafts import ItemDraft, LocalDraft, SectionDraft
from tests import world

ADMINISTRATOR, EDITOR = "beheer", "redacteur"
OWN = "org-01"
_BY = By(actor="benchmarks")
_FEE = '<a linktype="fact" id="paspoort.kosten">kosten</a>'
_DAY = dt.timedelta(days=1)
# A page that was published and is not any more, one that never was, one with a newer draft, one that waits.
LIVE, GONE, NEW, DRAFT, WAITING = "live", "gone", "new", "draft", "waiting"
_STATES = {3: GONE, 7: NEW, 11: DRAFT, 13: DRAFT, 17: WAITING}


class Made(Struct):
    """A page that is to be laid in the tree, and what it says from which day on: (content, days from now, state)."""

    page: PublishedPage
    state: str
    says: list[tuple[Any, int, EditionState]]


def built(items: int, organisations: int) -> bool:
    """Whether this database holds the hub already; one that is half made is refused."""
    there = Organisation.objects.filter(slug__startswith="org-").count()
    if not there:
        return False
    if there != organisations or generic().count() != items:
        raise SystemExit(f"{connection.settings_dict['NAME']} holds another hub; give another --data, or throw it away")
    return True


def generic() -> Any:
    """The pages of the library, drafts too."""
    return Page.objects.type(ProductPage, QuestionPage).child_of(library_branch("nl"))


def build(items: int, organisations: int, tell: Callable[[str], None]) -> None:
    call_command("load_demo", verbosity=0)
    tell("the demo is loaded")
    with transaction.atomic(), disable_reference_index_auto_update():
        subjects = _generic(items)
        tell(f"{len(subjects)} generic items")
        for number in range(1, organisations + 1):
            _organisation(number, subjects)
        tell(f"{organisations} organisations with {Page.objects.type(LocalVersionPage).count()} local versions")
        _people()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _generic(items: int) -> list[str]:
    branch = library_branch("nl")
    there = [str(key) for key in generic().values_list("translation_key", flat=True)]
    ids = _ids()
    drafts = [item_draft(each.raw, "nl", ids) for kind in ("products", "questions") for each in sources(FOLDER, f"{kind}/*.yaml")]
    made = [_item(number, drafts[number % len(drafts)], branch) for number in range(items - len(there))]
    _lay(made, branch)
    return [*there, *(str(each.page.translation_key) for each in made if each.state != NEW)]


def _ids() -> Ids:
    slugs = {kind: frozenset(each.raw["slug"] for each in sources(FOLDER, f"{kind}/*.yaml"))
             for kind in ("products", "questions", "life_events")}
    return Ids(**slugs)


def _item(number: int, draft: ItemDraft, branch: BranchPage) -> Made:
    model = ProductPage if draft.type == "product" else QuestionPage
    page = model(translation_key=uuid.uuid5(uuid.NAMESPACE_OID, f"measured-{number}"), locale=branch.locale)
    now = timezone.now().date()
    sections = dict(draft.sections)
    first = sections[SectionKind.INTRODUCTION]
    review = now + _DAY * (10 if number % 40 == 0 else -10) if number % 20 == 0 else None
    sections[SectionKind.INTRODUCTION] = msgspec.structs.replace(first, local_required=number % 5 == 0, review_by=review)
    filled = msgspec.structs.replace(draft, slug=f"{draft.slug}-{number}", title=f"{draft.title} {number}", sections=sections)

    def saying(words: str) -> Any:
        changed = msgspec.structs.replace(first, html=first.html + words, local_required=number % 5 == 0, review_by=review)
        fill_item(page, msgspec.structs.replace(filled, sections={**sections, SectionKind.INTRODUCTION: changed}))
        page.make_slug()
        return content_of(page)

    before = saying("")
    # Where the number is a multiple of ten, the third version means something else: what was based on the second has drifted.
    now_says = saying("<p>U regelt dit voortaan zelf.</p>") if number % 10 == 0 else before
    said = EditionState.PUBLISHED
    says = [(before, -300, said), (before, -200, said), (now_says, -100, said)]
    state = {50: GONE, 60: WAITING, 70: DRAFT, 80: NEW}.get(number % 100, LIVE)
    if state == GONE:
        says.append((msgspec.structs.replace(now_says, withdrawn=Withdrawn(reason="Bestaat niet meer.")), -50, EditionState.WITHDRAWN))
    if state == WAITING:
        says.append((now_says, 30, said))
    return Made(page, state, [] if state == NEW else says)


def _organisation(number: int, subjects: list[str]) -> None:
    slug = f"org-{number:02}"
    town = world.municipality(f"GM91{number:02}", f"Poldergemeente {number}", slug=slug, email=f"info@{slug}.example",
                              website=f"https://www.{slug}.example")
    made: Organisation = world.organisation(slug, town)
    branch = organisation_branch(made, "nl")
    variants = [_local(at, branch) for at in range(20)]
    _lay([_copy(variants[at // 2 % 20], subject, at, branch) for at, subject in enumerate(subjects) if (at + number) % 2 == 0], branch)


def _local(at: int, branch: BranchPage) -> LocalVersionPage:
    """One of twenty ways in which an organisation fills in an item."""
    texts = {
        SectionKind.CONTACT: SectionDraft(html="<p>Bel ons op werkdagen tussen 9 en 12 uur.</p>", mode=SectionMode.APPEND),
        SectionKind.INTRODUCTION: SectionDraft(html=f"<p>Bij ons kost het {_FEE}, aan de balie.</p>", mode=SectionMode.APPEND),
        SectionKind.APPLICATION: SectionDraft(html="<p>Maak eerst een afspraak.</p><ul><li>Neem een foto mee.</li></ul>",
                                              mode=SectionMode.REPLACE),
    }
    page = LocalVersionPage(locale=branch.locale)
    kinds = list(texts)[: at % 3 + 1]
    fill_local(page, LocalDraft(sections={kind: texts[kind] for kind in kinds}, owner="Team Burgerzaken",
                                offered=Offered.NO if at == 19 else Offered.INHERIT,
                                explanation="Ga naar de provincie." if at == 19 else ""))
    return page


def _copy(variant: LocalVersionPage, subject: str, at: int, branch: BranchPage) -> Made:
    fields = {field.attname: getattr(variant, field.attname) for field in LocalVersionPage._meta.local_concrete_fields}
    page = LocalVersionPage(**{**fields, "page_ptr_id": None}, locale=branch.locale)
    page.translation_key = uuid.uuid5(uuid.NAMESPACE_OID, f"{branch.pk}-{subject}")
    page.item, page.title = subject, f"Onze invulling {at}"
    page.make_slug()
    content = content_of(variant)
    looked_at = 2 if at % 3 else 3
    content = msgspec.structs.replace(content, sections={
        kind: msgspec.structs.replace(section, based_on=looked_at if at > 500 else 1) for kind, section in content.sections.items()})
    state = _STATES.get(at % 40, LIVE)
    says = [(content, -90, EditionState.PUBLISHED), (content, -60, EditionState.PUBLISHED)]
    if state == GONE:
        says.append((None, -30, EditionState.ENDED))
    if state == WAITING:
        says.append((content, 30, EditionState.PUBLISHED))
    return Made(page, state, [] if state == NEW else says)


def _lay(made: list[Made], branch: BranchPage) -> None:
    now = timezone.now()
    titles = _titles(made)
    parent = Page.objects.get(pk=branch.pk)
    for at, each in enumerate(made, start=parent.numchild + 1):
        page = each.page
        page.title = titles.get(getattr(page, "item", ""), page.title)
        page.draft_title = f"{page.title} (nieuw)" if each.state == DRAFT else page.title
        page.path, page.depth = Page._get_path(parent.path, parent.depth + 1, at), parent.depth + 1
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.content_type = ContentType.objects.get_for_model(type(page))
        page.live, page.has_unpublished_changes = each.state not in (GONE, NEW), each.state in (DRAFT, NEW)
        page.first_published_at = page.last_published_at = None if each.state == NEW else now - 90 * _DAY
        page.latest_revision_created_at = now - at % 365 * _DAY
    rows = [Page(**{field.attname: getattr(each.page, field.attname) for field in Page._meta.concrete_fields}) for each in made]
    Page.objects.bulk_create(rows, batch_size=200)
    for row, each in zip(rows, made, strict=True):
        each.page.pk = each.page.id = each.page.page_ptr_id = row.pk
        # Raw: the row of the parent class is there, and is not to be written again.
        each.page.save_base(raw=True, force_insert=True)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(made))
    revisions = [_revision(each.page) for each in made]
    Revision.objects.bulk_create(revisions, batch_size=200)
    for row, revision, each in zip(rows, revisions, made, strict=True):
        row.latest_revision_id = revision.pk
        row.live_revision_id = revision.pk if row.live else None
        each.page.live_revision_id = revision.pk
    Page.objects.bulk_update(rows, ["latest_revision_id", "live_revision_id"], batch_size=200)
    editions = [edition for each in made for edition in _editions(each, branch.organisation_slug)]
    for start in range(0, len(editions), 500):
        bring_editions(editions[start : start + 500], by=_BY)


def _titles(made: Iterable[Made]) -> dict[str, str]:
    items = [each.page.item for each in made if isinstance(each.page, LocalVersionPage)]
    pages = Page.objects.filter(translation_key__in=items, locale__language_code="nl") if items else ()
    return {str(page.translation_key): page.title for page in pages}


def _revision(page: PublishedPage) -> Revision:
    kinds = ContentType.objects.get_for_models(Page, type(page))
    return Revision(content_type=kinds[type(page)], base_content_type=kinds[Page], object_id=str(page.pk),
                    created_at=page.latest_revision_created_at, object_str=page.draft_title,
                    content={**page.serializable_data(), "title": page.draft_title})


def _editions(made: Made, organisation: str) -> Iterator[Edition]:
    now, page = timezone.now(), made.page
    series = Series(EditionKind.ITEM, page.item_id, organisation, "", "nl")
    for number, (said, days, state) in enumerate(made.says, start=1):
        content = {} if said is None else plain(said)
        moment = now + days * _DAY
        yield Edition(**series._asdict(), number=number, slug=getattr(said, "slug", ""), state=state, content=content,
                      content_hash=content_hash(content), valid_from=moment, recorded_at=min(moment, now), page=page.pk,
                      revision=page.live_revision_id, published_by="benchmarks")


def _people() -> None:
    user = get_user_model()
    user.objects.create_superuser(ADMINISTRATOR)
    user.objects.create_user(EDITOR).groups.set(Group.objects.filter(name=f"{OWN}-reviewers"))
