"""What of a hub goes into a backup and into an export, model by model.

A model that stands in no list makes a test fail: whoever adds one decides here what becomes of its rows. Until then a
backup takes it along, because a row too many does no harm.
"""

from __future__ import annotations

from django.apps import apps
from django.db import models

# In a backup. Restore is refused where one of them has a row.
IN_BACKUP: dict[str, str] = {
    "contenthub": """
        apiclient apitoken askedquestion auditrow checklevel contact digest edition epoch fact factcheck feedback identity lawchange
        lawlook ledgerrow librarypage lifeeventpage locallifeeventpage
        localversionpage location municipality municipality_successors notice organisation organisation_municipalities
        organisationpage outboxrow personfact productpage questionpage storedanswer synonymgroup topic uplname""",
    "admin": "logentry",
    "auth": "user user_groups user_user_permissions",
    "otp_static": "staticdevice statictoken",
    "otp_totp": "totpdevice",
    "taggit": "tag taggeditem",
    "wagtail_localize": """
        localesynchronization overridablesegment relatedobjectsegment segmentoverride string stringsegment
        stringtranslation template templatesegment translatableobject translation translationcontext translationlog
        translationsource""",
    "wagtailadmin": "admin formstate",
    "wagtailcore": """
        apitoken collectionviewrestriction collectionviewrestriction_groups comment commentreply groupsitepermission
        modellogentry pagelogentry pagesubscription pageviewrestriction pageviewrestriction_groups revision taskstate
        uploadedfile workflowcontenttype workflowstate""",
    "wagtaildocs": "document",
    "wagtailembeds": "embed",
    "wagtailforms": "formsubmission",
    "wagtailimages": "image rendition",
    "wagtailredirects": "redirect",
    "wagtailusers": "userprofile",
}
# In a backup too. A hub that nobody worked in has rows of these already; restore puts those of the backup in their place.
THERE_FROM_THE_START: dict[str, str] = {
    # What `migrate` makes.
    "auth": "group group_permissions permission",
    "contenttypes": "contenttype",
    "wagtailcore": """
        collection groupapprovaltask groupapprovaltask_groups groupcollectionpermission grouppagepermission locale page
        referenceindex site task workflow workflowpage workflowtask""",
    # What whoever looks at the sign-in page makes.
    "axes": "accessattempt accessattemptexpiration accessfailurelog accesslog",
}
LEFT_OUT: dict[str, str] = {
    "contenthub.consumer": "how far an index of the hub that was is; the search index is made anew",
    "contenthub.switchcode": "of the next half hour, and never to be kept longer",
    "contenthub.preparedanswer": "every answer can be made again",
    "contenthub.linkstate": "what other servers said these nights: `check_links` asks again",
    "contenthub.uploadedsheet": "of the moment: whoever had not said yes uploads the file again",
    "sessions.session": "of the moment: everybody signs in again",
    "wagtailadmin.editingsession": "of the moment: who has which page open",
    "wagtailsearch.indexentry": "the admin's search index, another table in each database: restore makes it anew",
    "wagtailsearch.sqliteftsindexentry": "as above, and SQLite's only",
}

# Of our own models: the file of an export that has the rows of one owner.
EXPORTED: dict[str, str] = {
    "edition": "editions.jsonl",
    "fact": "facts.jsonl",
    "librarypage": "export.json",
    "lifeeventpage": "pages.jsonl",
    "locallifeeventpage": "pages.jsonl",
    "localversionpage": "pages.jsonl",
    "location": "municipalities.jsonl",
    "municipality": "municipalities.jsonl",
    "municipality_successors": "municipalities.jsonl",
    "notice": "notices.jsonl",
    "organisation": "export.json",
    "organisation_municipalities": "export.json",
    "organisationpage": "export.json",
    "personfact": "person_facts.jsonl",
    "productpage": "pages.jsonl",
    "questionpage": "pages.jsonl",
    "storedanswer": "answers.jsonl",
    "topic": "topics.jsonl",
    "uplname": "upl_names.jsonl",
}
NOT_EXPORTED: dict[str, str] = {
    "apiclient": "who may read from this hub; another hub decides for itself",
    "apitoken": "secrets",
    "askedquestion": "what was asked of this hub",
    "auditrow": "what people did in this hub",
    "checklevel": "how strict an organisation is in this hub; another hub decides for itself",
    "contact": "who was spoken to in this hub; CONTENTHUB_CONTACTS_FILE passes contacts on",
    "consumer": "how far the search index of this hub is",
    "digest": "how often people of this hub want to be mailed",
    "epoch": "counts the publications of this hub",
    "factcheck": "what experts were asked by this hub, under their names",
    "feedback": "what was thought of this hub's answers, and answered here",
    "identity": "people",
    "lawchange": "no organisation's own: they are of everybody who writes in this hub",
    "lawlook": "what people of this hub looked at",
    "ledgerrow": "what this hub did with facts from registers, and answers for",
    "linkstate": "what other servers said these nights: another hub asks for itself",
    "preparedanswer": "every answer can be made again",
    "outboxrow": "what consumers of this hub still have to hear; an import makes its own",
    "switchcode": "of the next half hour, and never to be kept longer",
    "uploadedsheet": "of the moment: whoever had not said yes uploads the file again",
    "synonymgroup": "no organisation's own: they hold for everybody who searches in this hub",
}
# Fields of exported rows that are in no record: what stands there follows from the rest, or is of this hub alone.
LEFT_BEHIND: dict[str, set[str]] = {
    "edition": {"id", "slug", "revision"},
    "location": {"id", "municipality"},
    "municipality": {"keeps_questions"},
    "notice": {"organisation"},
    "storedanswer": {"personal"},
}


def backed_up() -> list[type[models.Model]]:
    """Every model with a table of its own whose rows a backup holds."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    ]


def must_be_empty(model: type[models.Model]) -> bool:
    """Whether restore would lose something where this model has rows."""
    return model._meta.label_lower not in labels(THERE_FROM_THE_START)


def labels(by_app: dict[str, str]) -> set[str]:
    return {f"{app}.{name}" for app, names in by_app.items() for name in names.split()}
