"""Versions of files, and the place for a picture's current one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import icma_portal.files.fields
import icma_portal.files.storage


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('files', '0003_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='FileVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(editable=False, max_length=32)),
                ('number', models.PositiveIntegerField(editable=False, verbose_name='version')),
                ('file', icma_portal.files.fields.PrivateFileField(editable=False, verbose_name='file')),
                ('content_type', models.CharField(editable=False, max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(editable=False, verbose_name='size in bytes')),
                ('sha256', models.CharField(editable=False, max_length=64, verbose_name='SHA-256')),
                ('pages', models.PositiveIntegerField(editable=False, null=True, verbose_name='pages')),
                ('width', models.PositiveIntegerField(editable=False, null=True, verbose_name='width in pixels')),
                ('height', models.PositiveIntegerField(editable=False, null=True, verbose_name='height in pixels')),
                ('original_name', models.CharField(blank=True, editable=False, max_length=255, verbose_name='name of the uploaded file')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='stored at')),
                ('abandoned_at', models.DateTimeField(editable=False, null=True)),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='stored by')),
            ],
            options={
                'verbose_name': 'version of a file',
                'verbose_name_plural': 'versions of files',
                'ordering': ['key', '-number'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('key', 'number'), name='one_version_of_a_number')],
            },
        ),
        migrations.AddField(
            model_name='picture',
            name='current',
            field=models.ForeignKey(blank=True, null=True, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.fileversion', verbose_name='current version'),
        ),
    ]
