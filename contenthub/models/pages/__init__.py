"""Pages: where editors write. Answers never read them; publishing makes editions of them."""

from contenthub.models.pages.items import ItemPage, ProductPage, QuestionPage
from contenthub.models.pages.journeys import LifeEventPage, LocalLifeEventPage
from contenthub.models.pages.library import BranchPage, LibraryPage, OrganisationPage
from contenthub.models.pages.local import LocalVersionPage
from contenthub.models.pages.published import PublishedPage

PUBLISHED_PAGES: tuple[type[PublishedPage], ...] = (
    ProductPage,
    QuestionPage,
    LocalVersionPage,
    LifeEventPage,
    LocalLifeEventPage,
)

__all__ = [
    "PUBLISHED_PAGES",
    "BranchPage",
    "ItemPage",
    "LibraryPage",
    "LifeEventPage",
    "LocalLifeEventPage",
    "LocalVersionPage",
    "OrganisationPage",
    "ProductPage",
    "PublishedPage",
    "QuestionPage",
]
