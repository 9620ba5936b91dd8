import icma_portal.files.storage
from django.db import migrations, models


class Migration(migrations.Migration):

    # A database that took these steps is up to date.
    replaces = [
        ('files', '0001_initial'),
        ('files', '0002_translation_units'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stale_columns', models.TextField(blank=True, default='', editable=False)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('archived', 'Archived')], db_index=True, default='draft', help_text='Only published records are public, and only between the two moments below.', max_length=12, verbose_name='state')),
                ('published_at', models.DateTimeField(blank=True, help_text='Empty: the moment at which the state becomes “published”.', null=True, verbose_name='moment of publication')),
                ('expires_at', models.DateTimeField(blank=True, help_text='From this moment on the record is no longer public. Empty: never.', null=True, verbose_name='moment of expiry')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('file', models.FileField(help_text='JPEG, PNG or WebP, at most 20 MB and 40 megapixels. It is made smaller for the web, and what the camera wrote into it (place, time, device) is taken out.', upload_to=icma_portal.files.storage.opaque_name, verbose_name='file')),
                ('key', models.CharField(default=icma_portal.files.storage.opaque_key, editable=False, max_length=32, unique=True)),
                ('is_decorative', models.BooleanField(default=False, help_text='It tells nothing that the text does not say: no description is needed.', verbose_name='only decorative')),
                ('alt', models.CharField(blank=True, help_text='What the picture shows, in one sentence, for readers who cannot see it.', max_length=300, verbose_name='description')),
                ('alt_en', models.CharField(blank=True, help_text='What the picture shows, in one sentence, for readers who cannot see it.', max_length=300, null=True, verbose_name='description')),
                ('alt_zh_hans', models.CharField(blank=True, help_text='What the picture shows, in one sentence, for readers who cannot see it.', max_length=300, null=True, verbose_name='description')),
                ('credit', models.CharField(blank=True, max_length=200, verbose_name='credit')),
                ('credit_en', models.CharField(blank=True, max_length=200, null=True, verbose_name='credit')),
                ('credit_zh_hans', models.CharField(blank=True, max_length=200, null=True, verbose_name='credit')),
                ('content_type', models.CharField(editable=False, max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='size in bytes')),
                ('sha256', models.CharField(blank=True, editable=False, max_length=64, verbose_name='SHA-256')),
                ('width', models.PositiveIntegerField(default=0, editable=False, verbose_name='width in pixels')),
                ('height', models.PositiveIntegerField(default=0, editable=False, verbose_name='height in pixels')),
            ],
            options={
                'verbose_name': 'picture',
                'verbose_name_plural': 'pictures',
                'ordering': ['-created_at', '-pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at', None), ('published_at', None), ('expires_at__gt', models.F('published_at')), _connector='OR'), name='files_picture_expires_after_publication')],
            },
        ),
    ]
