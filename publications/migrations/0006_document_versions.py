"""The place for a document's current version."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0005_first_versions'),
        ('publications', '0005_recording_of_webinars'),
    ]

    operations = [
        migrations.AddField(
            model_name='document',
            name='key',
            field=models.CharField(default='', editable=False, max_length=32),
        ),
        migrations.AddField(
            model_name='document',
            name='current',
            field=models.ForeignKey(blank=True, null=True, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.fileversion', verbose_name='current version'),
        ),
    ]
