"""A new organisation in one act: its branches, groups, permissions and workflow."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import slugify

from contenthub.actions.append import By
from contenthub.actions.at_once import at_once
from contenthub.actions.branches import agents_group, complete_rights, organisation_branch
from contenthub.actions.check_known import check_municipalities
from contenthub.actions.publish_municipality import publish_municipality
from contenthub.models import Municipality, Organisation, OrganisationPage
from contenthub.resolving.refusal import Refused


def onboard_organisation(
    slug: str, name: str, municipalities: Iterable[str], languages: Iterable[str] = ("nl",), *, by: By = By()
) -> Organisation:
    """Make or extend an organisation that writes for these municipalities in these languages.

    Safe to repeat; municipalities that it no longer names are taken off. Refused: a slug that is none, an empty name,
    an unknown municipality or language. Nothing is made then.
    """
    if not slug or slug != slugify(slug):
        raise Refused("BAD_SLUG", "slug", "%(field)s: %(value)s is no slug; write it like buurgemeenten", value=slug)
    if not name.strip():
        raise Refused("EMPTY_TEXT", "name", "%(field)s: must not be empty", value="")
    codes = list(dict.fromkeys(municipalities))
    with at_once():
        check_municipalities(codes)
        organisation, _ = Organisation.objects.update_or_create(pk=slug, defaults={"name": name.strip()})
        before = set(organisation.municipalities.values_list("pk", flat=True))
        organisation.municipalities.set(codes)
        for language in languages:
            organisation_branch(organisation, language)
        # Also of one that was there before there were agents, translators and readers.
        agents_group(organisation)
        complete_rights(slug, OrganisationPage.objects.filter(organisation=organisation))
        for municipality in Municipality.objects.filter(pk__in=before | set(codes)):
            publish_municipality(municipality, by=by)
        return organisation
