"""wagtail-localize asks only for its own permission; here a translation also needs rights on the pages themselves.

As it comes, whoever may submit translations may submit and publish another branch's page.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.i18n import JavaScriptCatalog
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.views.report import TranslationsReportView
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView

from contenthub.resolving.refusal import Refused


class SubmitOwnPage(SubmitPageTranslationView):
    """Submitting asks for edit rights on the page, and for a place in the other language where one may add a page."""

    def get_object(self) -> Page:
        page = super().get_object()
        _may_edit(self.request.user, page)
        return page

    def form_valid(self, form: Any) -> HttpResponse:
        for locale in form.cleaned_data["locales"]:
            _may_add(self.request.user, self.object, locale)
        return super().form_valid(form)


class UpdateOwnTranslations(UpdateTranslationsView):
    """Updating asks for edit rights on the source and on every translation, and publishing for publish rights."""

    def get_object(self) -> TranslationSource:
        source = super().get_object()
        _may_edit(self.request.user, source.get_source_instance())
        return source

    def form_valid(self, form: Any) -> HttpResponse:
        for translation in self.object.translations.filter(enabled=True):
            page = _target(translation)
            if page is None:
                continue
            _may_edit(self.request.user, page)
            may_publish = page.permissions_for_user(self.request.user).can_publish()
            if form.cleaned_data["publish_translations"] and not may_publish:
                raise PermissionDenied
        return super().form_valid(form)


class OwnTranslationsReport(TranslationsReportView):
    """The report names drafts, so it goes to those who see every branch."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        root = Page.get_first_root_node()
        if not root.permissions_for_user(request.user).can_edit() and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class Words(JavaScriptCatalog):
    """What the translation editor says; its Dutch lacks the space behind words that the name of a language follows."""

    packages = ["wagtail_localize"]

    def get_catalog(self) -> dict[str, Any]:
        said: dict[str, Any] = super().get_catalog()
        return {word: f"{told.rstrip()} " if word.endswith(" ") and isinstance(told, str) else told
                for word, told in said.items()}


def no_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    raise Refused("ALIAS", "page", "%(field)s: %(value)s cannot be an alias; every page says its own text",
                  value=page_id)


def urls() -> list[URLPattern]:
    """In front of wagtail-localize's own, under the same addresses."""
    return [
        path("localize/jsi18n/", Words.as_view()),
        path("localize/submit/page/<int:page_id>/", SubmitOwnPage.as_view()),
        path("localize/update/<int:translation_source_id>/", UpdateOwnTranslations.as_view()),
        path("localize/page/<int:page_id>/convert_to_alias/", no_alias),
        path("localize/reports/translations/", OwnTranslationsReport.as_view()),
        path("localize/reports/translations/results/", OwnTranslationsReport.as_view(results_only=True)),
    ]


def _may_edit(user: AbstractBaseUser, instance: Any) -> None:
    if isinstance(instance, Page) and not instance.permissions_for_user(user).can_edit():
        raise PermissionDenied


def _may_add(user: AbstractBaseUser, page: Page, locale: Locale) -> None:
    parent = page.get_parent()
    there = parent if parent.is_root() else parent.get_translation_or_none(locale)
    if there is None:
        raise Refused("NO_BRANCH", "locales", "%(field)s: there is no branch in %(value)s yet; ask for one",
                      value=locale.language_code)
    if not there.permissions_for_user(user).can_add_subpage():
        raise PermissionDenied


def _target(translation: Translation) -> Page | None:
    try:
        target = translation.get_target_instance()
    except Page.DoesNotExist:
        return None
    return target if isinstance(target, Page) else None
