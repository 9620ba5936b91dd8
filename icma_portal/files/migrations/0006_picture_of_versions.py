"""A picture's file and its facts stand in its versions alone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0005_first_versions'),
    ]

    operations = [
        migrations.AlterField(
            model_name='picture',
            name='current',
            field=models.ForeignKey(blank=True, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.fileversion', verbose_name='current version'),
        ),
        *[
            migrations.RemoveField(model_name='picture', name=name)
            for name in ('file', 'content_type', 'size', 'sha256', 'width', 'height')
        ],
    ]
