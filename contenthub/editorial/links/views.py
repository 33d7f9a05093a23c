"""The list of links that lead nowhere, with the places where they stand."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.paginator import WagtailPaginator

from contenthub.access.roles import editable, readable
from contenthub.actions.keep_link_states import NO_SUCH_HOST
from contenthub.editorial.for_roles import ForEditorsView
from contenthub.editorial.links.standing import Standing, broken_in
from contenthub.models import LinkState

_ON_A_PAGE = 50


class BrokenLinksView(ForEditorsView):
    """Of the organisations of this reader; `organisation` chooses one of those that have any, "" in a list is the library."""

    template_name = "contenthub/links/broken.html"
    page_title = _("Broken links")
    header_icon = "link"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = broken_in(readable(self.request.user), timezone.now())
        writers = {each.organisation: each.writer or gettext("National") for each in found}
        chosen = self.request.GET.get("organisation")
        chosen = chosen if chosen in writers else None
        shown = [each for each in found if chosen in (None, each.organisation)]
        page = WagtailPaginator(shown, _ON_A_PAGE).get_page(self.request.GET.get("p"))
        mine = editable(self.request.user)
        return {
            **super().get_context_data(**kwargs), "page": page, "total": len(shown),
            "elided_page_range": page.paginator.get_elided_page_range(page.number),
            "rows": [(each, reason(each), each.page is not None and each.organisation in mine) for each in page],
            "writers": sorted(writers.items(), key=lambda pair: (pair[0] != "", pair[1].casefold())), "chosen": chosen,
            "last": LinkState.objects.order_by("-last_tried_at").values_list("last_tried_at", flat=True).first(),
        }


def reason(each: Standing) -> str:
    """What was answered, in words."""
    if each.state.status == NO_SUCH_HOST:
        return gettext("There is no website of this name")
    return gettext("The page is gone (%(status)s)") % {"status": each.state.status}
