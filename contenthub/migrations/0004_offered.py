import json

from django.db import migrations, models

YES, INHERIT = 'yes', 'inherit'


def _renamed(apps, before, after):
    """Until now "yes" was what nobody had chosen, and it overrode nothing: that is "inherit" from here on.

    In the pages, in their drafts and in what translations were made from; editions left it out and stay as they are.
    """
    page = apps.get_model('contenthub', 'LocalVersionPage')
    page.objects.filter(offered=before).update(offered=after)
    kind = apps.get_model('contenttypes', 'ContentType').objects.filter(app_label='contenthub', model='localversionpage')
    revisions = apps.get_model('wagtailcore', 'Revision').objects.filter(content_type__in=kind)
    for revision in revisions.only('pk', 'content').iterator(chunk_size=200):
        if revision.content.get('offered') == before:
            revision.content['offered'] = after
            revision.save(update_fields=['content'])
    sources = apps.get_model('wagtail_localize', 'TranslationSource').objects.filter(specific_content_type__in=kind)
    for source in sources.only('pk', 'content_json').iterator(chunk_size=200):
        content = json.loads(source.content_json)
        if content.get('offered') == before:
            source.content_json = json.dumps({**content, 'offered': after})
            source.save(update_fields=['content_json'])


def forwards(apps, schema_editor):
    _renamed(apps, YES, INHERIT)


def backwards(apps, schema_editor):
    _renamed(apps, INHERIT, YES)


class Migration(migrations.Migration):

    dependencies = [
        ('contenthub', '0003_epoch'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtail_localize', '0016_rename_page_revision_translationlog_revision'),
    ]

    operations = [
        migrations.AlterField(
            model_name='localversionpage',
            name='offered',
            field=models.CharField(choices=[('inherit', 'Not filled in: as in the version for all municipalities'), ('yes', 'Yes, also where the version for all municipalities says no'), ('no', 'No'), ('under', 'Falls under another product')], default='inherit', help_text='The most specific version that fills this in has the last word: one for named municipalities goes before one for all municipalities of the organisation. Where no version fills it in, the product is offered.', max_length=8, verbose_name='offered'),
        ),
        migrations.RunPython(forwards, backwards),
    ]
