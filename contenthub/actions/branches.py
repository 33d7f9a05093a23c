"""Branches of the page tree with the groups, permissions and workflow that belong to each."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import override
from wagtail.coreutils import get_content_languages
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from contenthub.access.agents import group_of
from contenthub.models.pages.library import BranchPage, LibraryPage, OrganisationPage
from contenthub.models.place import Organisation
from contenthub.resolving.refusal import Refused

EDIT = ("add_page", "change_page")
REVIEW = (*EDIT, "publish_page", "lock_page", "unlock_page", "bulk_delete_page")
READ = ("view_page",)
LIBRARY = "landelijk"
_TITLES = {
    "nl": "Landelijke bibliotheek",
    "en": "National library",
    "nl-x-a2": "Landelijke bibliotheek (Eenvoudig Nederlands)",
}
_NAMESPACE = uuid.UUID("5c6a9a44-55f0-4ed1-9a0f-0a6d14ef2d0c")


def locale_of(language: str) -> Locale:
    """The locale of a language that this installation knows; made when it is first needed."""
    known = get_content_languages()
    if language not in known:
        raise Refused(
            "UNKNOWN_LANGUAGE",
            "language",
            "%(field)s: %(value)s is not offered here; choose from %(known)s",
            value=language,
            known=", ".join(known),
        )
    return Locale.objects.get_or_create(language_code=language)[0]


def library_branch(language: str) -> LibraryPage:
    """The library in this language, made where it is missing."""
    locale = locale_of(language)
    found = LibraryPage.objects.filter(locale=locale).first()
    if found:
        return found
    page = LibraryPage(
        title=_TITLES.get(language, language),
        slug=f"library-{language}",
        locale=locale,
        translation_key=uuid.uuid5(_NAMESPACE, "library"),
    )
    _add_to_root(page)
    give_rights(LIBRARY, "landelijke redactie", [page])
    return page


def organisation_branch(organisation: Organisation, language: str) -> OrganisationPage:
    """The branch of this organisation in this language, made where it is missing."""
    locale = locale_of(language)
    found = OrganisationPage.objects.filter(organisation=organisation, locale=locale).first()
    if found:
        return found
    page = OrganisationPage(
        title=_branch_title(organisation, language),
        slug=f"{organisation.slug}-{language}",
        locale=locale,
        organisation=organisation,
        translation_key=uuid.uuid5(_NAMESPACE, organisation.slug),
    )
    _add_to_root(page)
    give_rights(organisation.slug, organisation.name, [page])
    return page


def branch_for(organisation: str, language: str) -> BranchPage:
    if not organisation:
        return library_branch(language)
    found = Organisation.objects.filter(pk=organisation).first()
    if found is None:
        raise Refused(
            "UNKNOWN_ORGANISATION",
            "organisation",
            "%(field)s: there is no organisation %(value)s; onboard it first",
            value=organisation,
        )
    return organisation_branch(found, language)


def give_rights(key: str, name: str, branches: Iterable[BranchPage]) -> None:
    """Editors write and submit, reviewers publish, translators write in all languages but the main one, readers see what
    is published; a workflow brings editors and reviewers together. Safe to repeat."""
    branches = list(branches)
    reviewers = _group(f"{key}-reviewers")
    for group, rights in ((_group(f"{key}-editors"), EDIT), (reviewers, REVIEW)):
        _give(group, rights, branches)
        _give_collection(group, key)
    workflow = _workflow(name, reviewers)
    for branch in branches:
        WorkflowPage.objects.update_or_create(page=branch, defaults={"workflow": workflow})
    _give_further(key, branches)


def complete_rights(key: str, branches: Iterable[BranchPage]) -> None:
    """Give a branch that was there before there were translators and readers theirs; what else was changed is left alone."""
    if Group.objects.filter(name__in=[f"{key}-translators", f"{key}-readers"]).count() < 2:
        _give_further(key, list(branches))


def _give_further(key: str, branches: list[BranchPage]) -> None:
    other = [branch for branch in branches if branch.locale.language_code != settings.LANGUAGE_CODE]
    _give(_group(f"{key}-translators"), EDIT, other)
    _give(_group(f"{key}-readers"), READ, branches, translates=False)


def _give(group: Group, rights: Iterable[str], branches: Iterable[BranchPage], *, translates: bool = True) -> None:
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    if translates:
        group.permissions.add(_submit_translation())
    page = Permission.objects.filter(content_type__app_label="wagtailcore", content_type__model="page")
    for permission in page.filter(codename__in=rights):
        for branch in branches:
            GroupPagePermission.objects.get_or_create(group=group, page=branch, permission=permission)


def _branch_title(organisation: Organisation, language: str) -> str:
    if language == settings.LANGUAGE_CODE:
        return str(organisation.name)
    with override(settings.LANGUAGE_CODE):
        return f"{organisation.name} ({get_content_languages()[language]})"


def _submit_translation() -> Permission:
    """wagtail-localize makes it in a migration only, so an emptied database lacks it."""
    content_type = ContentType.objects.get(app_label="wagtail_localize", model="translation")
    return Permission.objects.get_or_create(
        content_type=content_type, codename="submit_translation", defaults={"name": "Can submit translations"}
    )[0]


def agents_group(organisation: Organisation) -> Group:
    """Of those who answer for it at the desk, made where it is missing."""
    return _group(group_of(organisation.slug))


def _group(name: str) -> Group:
    return Group.objects.get_or_create(name=name)[0]


def _workflow(name: str, reviewers: Group) -> Workflow:
    title = f"Redactie {name}"
    workflow = Workflow.objects.filter(name=title).first()
    if workflow is None:
        workflow = Workflow.objects.create(name=title)
        task = GroupApprovalTask.objects.create(name=f"Akkoord {name}")
        task.groups.add(reviewers)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow


def _give_collection(group: Group, key: str) -> None:
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    own = root.get_children().filter(name=key).first() or root.add_child(name=key)
    wanted = Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"),
        codename__in=("add_image", "choose_image", "add_document", "choose_document"),
    )
    for permission in wanted:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=own, permission=permission)


def _add_to_root(page: BranchPage) -> None:
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root", locale=page.locale))
    root.add_child(instance=page)
    # Published, or every list would call a branch "live + draft".
    page.save_revision(clean=False).publish()
