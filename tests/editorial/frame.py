"""Wagtail's own list of pages without a row: what any page of the admin costs before it says anything of ours."""

from __future__ import annotations

from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.views import generic
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

ADDRESS = "/admin/measured/frame/"


class FrameView(generic.IndexView):
    model = Page
    queryset = Page.objects.none()
    permission_policy = page_permission_policy
    any_permission_required = ["add", "change", "publish"]
    index_url_name = index_results_url_name = "measured-frame"
    columns = [TitleColumn("title", label="Title")]
    is_searchable = True
    paginate_by = 50
    page_title = "Frame"


urlpatterns = [path(ADDRESS.removeprefix("/"), require_admin_access(FrameView.as_view()), name="measured-frame")]
