"""The editors' form: whatever publishing would refuse, the form refuses first, beside the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from contenthub.models.blocks.choosing import ItemChooser
from contenthub.models.pages.speaking import in_own_language
from contenthub.resolving.refusal import Refused

PUBLISHING_ACTIONS = ("action-publish", "action-submit", "action-restart-workflow")
# As Wagtail's own tasks name it.
APPROVE = "approve"


class PublishedPageForm(WagtailAdminPageForm):
    """`choosers` names the fields that hold an item id, with the page types to choose from."""

    choosers: dict[str, list[str]] = {}
    # Set by `contenthub.editorial`: a model may not call the verb's own check.
    publishing_check: ClassVar[Callable[..., Any]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, models in self.choosers.items():
            if name in self.fields:
                self.fields[name].widget = ItemChooser(target_models=models)
        moment = getattr(self.instance, "valid_from", None)
        if moment is not None and moment <= timezone.now():
            # It has begun: what is published next begins at once, unless another moment is chosen.
            self.initial["valid_from"] = None

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors:
            return
        if any(action in self.data for action in PUBLISHING_ACTIONS):
            self._check_as_publishing_would(by_hand=True)
        elif "action-workflow-action" in self.data and self.data.get("workflow-action-name") == APPROVE:
            # A page that waited for approval may carry a moment that has passed.
            self._check_as_publishing_would(by_hand=False)

    def _check_as_publishing_would(self, *, by_hand: bool) -> None:
        branch = self.parent_page.specific if self.parent_page else self.instance.branch()
        try:
            type(self).publishing_check(self.instance, branch, by_hand=by_hand)
        except Refused as refused:
            self.add_error(None, in_own_language(refused))
        except ValidationError as wanted:
            self.add_error(None, wanted)


class DraftCopyForm(CopyForm):
    """Copying makes a draft: no alias, and nothing live that nobody published."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("alias", "publish_copies"):
            self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        if self.data.get("alias") or self.data.get("publish_copies"):
            raise ValidationError(_("A copy begins as a draft of its own: it is no alias and is published afterwards."))
        return super().clean()
