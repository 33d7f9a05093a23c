"""The groups of the menu; API clients stand under the settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from contenthub.editorial.nouns.asking import PersonFactViewSet, TopicViewSet
from contenthub.editorial.nouns.clients import ClientViewSet
from contenthub.editorial.nouns.facts import FactViewSet
from contenthub.editorial.nouns.looking_up import EditionViewSet, UplViewSet
from contenthub.editorial.nouns.municipalities import MunicipalityViewSet
from contenthub.editorial.nouns.notices import NoticeViewSet
from contenthub.editorial.nouns.organisations import OrganisationViewSet
from contenthub.editorial.nouns.synonyms import SynonymViewSet


class Facts(ViewSetGroup):
    menu_label = _("Data")
    menu_icon = "tag"
    menu_order = 200
    items = (FactViewSet, PersonFactViewSet, TopicViewSet, SynonymViewSet, UplViewSet, EditionViewSet)


class Municipalities(ViewSetGroup):
    menu_label = _("Municipalities")
    menu_icon = "home"
    menu_order = 210
    items = (MunicipalityViewSet, OrganisationViewSet)


Notices = NoticeViewSet
Clients = ClientViewSet
