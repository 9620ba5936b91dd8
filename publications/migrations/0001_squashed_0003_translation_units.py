import django.db.models.deletion
import icma_portal.bilingual.models.fields
import icma_portal.bilingual.partial_dates
import icma_portal.bilingual.sorting
import icma_portal.files.storage
from django.db import migrations, models


class Migration(migrations.Migration):

    # A database that took these steps is up to date.
    replaces = [
        ('publications', '0001_initial'),
        ('publications', '0002_sort_keys'),
        ('publications', '0003_translation_units'),
    ]

    initial = True

    dependencies = [
        ('partnerships', '0001_squashed_0003_translation_units'),
        ('programs', '0001_squashed_0003_translation_units'),
    ]

    operations = [
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stale_columns', models.TextField(blank=True, default='', editable=False)),
                ('sort_key_en', icma_portal.bilingual.models.fields.SortKeyField(blank=True, db_index=True, editable=False, max_length=200)),
                ('sort_key_zh', icma_portal.bilingual.models.fields.SortKeyField(blank=True, db_index=True, editable=False, max_length=200)),
                ('sort_as_en', models.CharField(blank=True, help_text='Only where the automatic order is wrong: for Chinese the pinyin, for example chong qing.', max_length=200, validators=[icma_portal.bilingual.sorting.validate_sort_as], verbose_name='sort as (English)')),
                ('sort_as_zh', models.CharField(blank=True, help_text='Only where the automatic order is wrong: for Chinese the pinyin, for example chong qing.', max_length=200, validators=[icma_portal.bilingual.sorting.validate_sort_as], verbose_name='sort as (Chinese)')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('archived', 'Archived')], db_index=True, default='draft', help_text='Only published records are public, and only between the two moments below.', max_length=12, verbose_name='state')),
                ('published_at', models.DateTimeField(blank=True, help_text='Empty: the moment at which the state becomes “published”.', null=True, verbose_name='moment of publication')),
                ('expires_at', models.DateTimeField(blank=True, help_text='From this moment on the record is no longer public. Empty: never.', null=True, verbose_name='moment of expiry')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('slug', models.SlugField(max_length=100, unique=True, verbose_name='slug')),
                ('name', models.CharField(max_length=160, verbose_name='name')),
                ('name_en', models.CharField(max_length=160, null=True, verbose_name='name')),
                ('name_zh_hans', models.CharField(max_length=160, null=True, verbose_name='name')),
                ('sources', models.ManyToManyField(blank=True, related_name='+', to='programs.source', verbose_name='sources')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('expires_at', None), ('published_at', None), ('expires_at__gt', models.F('published_at')), _connector='OR'), name='publications_series_expires_after_publication'),
                ],
                'verbose_name': 'series',
                'verbose_name_plural': 'series',
                'ordering': ['sort_key_en', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stale_columns', models.TextField(blank=True, default='', editable=False)),
                ('sort_key_en', icma_portal.bilingual.models.fields.SortKeyField(blank=True, db_index=True, editable=False, max_length=200)),
                ('sort_key_zh', icma_portal.bilingual.models.fields.SortKeyField(blank=True, db_index=True, editable=False, max_length=200)),
                ('sort_as_en', models.CharField(blank=True, help_text='Only where the automatic order is wrong: for Chinese the pinyin, for example chong qing.', max_length=200, validators=[icma_portal.bilingual.sorting.validate_sort_as], verbose_name='sort as (English)')),
                ('sort_as_zh', models.CharField(blank=True, help_text='Only where the automatic order is wrong: for Chinese the pinyin, for example chong qing.', max_length=200, validators=[icma_portal.bilingual.sorting.validate_sort_as], verbose_name='sort as (Chinese)')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('archived', 'Archived')], db_index=True, default='draft', help_text='Only published records are public, and only between the two moments below.', max_length=12, verbose_name='state')),
                ('published_at', models.DateTimeField(blank=True, help_text='Empty: the moment at which the state becomes “published”.', null=True, verbose_name='moment of publication')),
                ('expires_at', models.DateTimeField(blank=True, help_text='From this moment on the record is no longer public. Empty: never.', null=True, verbose_name='moment of expiry')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('slug', models.SlugField(max_length=120, unique=True, verbose_name='slug')),
                ('kind', models.CharField(choices=[('publication', 'Publication'), ('webinar', 'Webinar'), ('fact_sheet', 'Fact sheet'), ('city_assessment', 'City assessment'), ('tool', 'Tool')], max_length=20, verbose_name='kind')),
                ('tool_kind', models.CharField(blank=True, choices=[('curriculum', 'Curriculum'), ('matrix', 'Policy matrix'), ('guide', 'Guide')], max_length=12, verbose_name='kind of tool')),
                ('title', models.CharField(max_length=250, verbose_name='title')),
                ('title_en', models.CharField(max_length=250, null=True, verbose_name='title')),
                ('title_zh_hans', models.CharField(max_length=250, null=True, verbose_name='title')),
                ('summary', models.TextField(blank=True, verbose_name='summary')),
                ('summary_en', models.TextField(blank=True, null=True, verbose_name='summary')),
                ('summary_zh_hans', models.TextField(blank=True, null=True, verbose_name='summary')),
                ('original_language', models.CharField(choices=[('en', 'English'), ('zh-hans', 'Chinese'), ('es', 'Spanish')], default='en', max_length=10, verbose_name='language of the original')),
                ('authors', models.CharField(blank=True, help_text='Separated by semicolons.', max_length=300, verbose_name='authors')),
                ('issued_on', icma_portal.bilingual.partial_dates.PartialDateField(blank=True, verbose_name='date')),
                ('part', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='part')),
                ('is_partnership_inferred', models.BooleanField(default=False, help_text='The tie follows from the city; no source states it.', verbose_name='partnership is inferred')),
                ('translator', models.CharField(blank=True, max_length=200, verbose_name='translator')),
                ('note', models.TextField(blank=True, verbose_name='note for editors')),
                ('cities', models.ManyToManyField(blank=True, related_name='publications', to='partnerships.city', verbose_name='cities')),
                ('countries', models.ManyToManyField(blank=True, related_name='publications', to='programs.country', verbose_name='countries and regions')),
                ('partnership', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='publications', to='partnerships.partnership', verbose_name='partnership')),
                ('phase', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='programs.programphase', verbose_name='phase')),
                ('program', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='programs.program', verbose_name='program')),
                ('publisher', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='programs.organization', verbose_name='publisher')),
                ('sources', models.ManyToManyField(blank=True, related_name='+', to='programs.source', verbose_name='sources')),
                ('topics', models.ManyToManyField(blank=True, related_name='publications', to='programs.topic', verbose_name='topics')),
                ('translation_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='translations', to='publications.publication', verbose_name='translation of')),
                ('series', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='publications.series', verbose_name='series')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('expires_at', None), ('published_at', None), ('expires_at__gt', models.F('published_at')), _connector='OR'), name='publications_publication_expires_after_publication'),
                    models.UniqueConstraint(condition=models.Q(('part__isnull', False)), fields=('series', 'kind', 'part'), name='part_once_in_a_series'),
                ],
                'verbose_name': 'publication',
                'verbose_name_plural': 'publications',
                'ordering': ['sort_key_en', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Video',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stale_columns', models.TextField(blank=True, default='', editable=False)),
                ('sort_key_en', icma_portal.bilingual.models.fields.SortKeyField(blank=True, db_index=True, editable=False, max_length=200)),
                ('sort_key_zh', icma_portal.bilingual.models.fields.SortKeyField(blank=True, db_index=True, editable=False, max_length=200)),
                ('sort_as_en', models.CharField(blank=True, help_text='Only where the automatic order is wrong: for Chinese the pinyin, for example chong qing.', max_length=200, validators=[icma_portal.bilingual.sorting.validate_sort_as], verbose_name='sort as (English)')),
                ('sort_as_zh', models.CharField(blank=True, help_text='Only where the automatic order is wrong: for Chinese the pinyin, for example chong qing.', max_length=200, validators=[icma_portal.bilingual.sorting.validate_sort_as], verbose_name='sort as (Chinese)')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('archived', 'Archived')], db_index=True, default='draft', help_text='Only published records are public, and only between the two moments below.', max_length=12, verbose_name='state')),
                ('published_at', models.DateTimeField(blank=True, help_text='Empty: the moment at which the state becomes “published”.', null=True, verbose_name='moment of publication')),
                ('expires_at', models.DateTimeField(blank=True, help_text='From this moment on the record is no longer public. Empty: never.', null=True, verbose_name='moment of expiry')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('slug', models.SlugField(max_length=100, unique=True, verbose_name='slug')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('title_en', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('title_zh_hans', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('url', models.URLField(blank=True, help_text='A plain link, no embedding.', verbose_name='address')),
                ('note', models.TextField(blank=True, verbose_name='note for editors')),
                ('publisher', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='videos', to='programs.organization', verbose_name='publisher')),
                ('sources', models.ManyToManyField(blank=True, related_name='+', to='programs.source', verbose_name='sources')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('expires_at', None), ('published_at', None), ('expires_at__gt', models.F('published_at')), _connector='OR'), name='publications_video_expires_after_publication'),
                ],
                'verbose_name': 'video',
                'verbose_name_plural': 'videos',
                'ordering': ['sort_key_en', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CaptionTrack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('zh-hans', 'Chinese'), ('es', 'Spanish')], max_length=10, verbose_name='language')),
                ('video', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='captions', to='publications.video', verbose_name='video')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('video', 'language'), name='one_track_in_a_language'),
                ],
                'verbose_name': 'caption track',
                'verbose_name_plural': 'caption tracks',
                'ordering': ['language'],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('archived', 'Archived')], db_index=True, default='draft', help_text='Only published records are public, and only between the two moments below.', max_length=12, verbose_name='state')),
                ('published_at', models.DateTimeField(blank=True, help_text='Empty: the moment at which the state becomes “published”.', null=True, verbose_name='moment of publication')),
                ('expires_at', models.DateTimeField(blank=True, help_text='From this moment on the record is no longer public. Empty: never.', null=True, verbose_name='moment of expiry')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('file', models.FileField(help_text='A PDF.', upload_to=icma_portal.files.storage.opaque_name, verbose_name='file')),
                ('content_type', models.CharField(default='application/pdf', editable=False, max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='size in bytes')),
                ('pages', models.PositiveIntegerField(editable=False, null=True, verbose_name='pages')),
                ('sha256', models.CharField(blank=True, editable=False, max_length=64, verbose_name='SHA-256')),
                ('language', models.CharField(choices=[('en', 'English'), ('zh-hans', 'Chinese'), ('es', 'Spanish')], max_length=10, verbose_name='language of the file')),
                ('origin', models.CharField(choices=[('uploaded', 'Uploaded by staff'), ('generated', 'Made by the portal from its own records')], default='uploaded', editable=False, max_length=10, verbose_name='origin')),
                ('content_digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='publications.publication', verbose_name='publication')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'ordering': ['publication', 'language'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at', None), ('published_at', None), ('expires_at__gt', models.F('published_at')), _connector='OR'), name='publications_document_expires_after_publication'), models.UniqueConstraint(fields=('publication', 'language'), name='one_document_in_a_language')],
            },
        ),
    ]
