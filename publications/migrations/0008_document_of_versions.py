"""A document's file and its facts stand in its versions alone."""

import django.db.models.deletion
from django.db import migrations, models

import icma_portal.files.storage


class Migration(migrations.Migration):

    dependencies = [
        ('publications', '0007_first_versions'),
    ]

    operations = [
        migrations.AlterField(
            model_name='document',
            name='key',
            field=models.CharField(default=icma_portal.files.storage.opaque_key, editable=False, max_length=32, unique=True),
        ),
        migrations.AlterField(
            model_name='document',
            name='current',
            field=models.ForeignKey(blank=True, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.fileversion', verbose_name='current version'),
        ),
        *[
            migrations.RemoveField(model_name='document', name=name)
            for name in ('file', 'content_type', 'size', 'pages', 'sha256')
        ],
    ]
