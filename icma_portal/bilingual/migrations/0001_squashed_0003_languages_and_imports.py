import django.db.models.deletion
import icma_portal.bilingual.traditional
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    # A database that took these steps is up to date.
    replaces = [
        ('bilingual', '0001_initial'),
        ('bilingual', '0002_translation_units'),
        ('bilingual', '0003_languages_and_imports'),
    ]

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TermArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stale_columns', models.TextField(blank=True, default='', editable=False)),
                ('slug', models.SlugField(max_length=100, unique=True, verbose_name='slug')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_en', models.CharField(max_length=100, null=True, verbose_name='name')),
                ('name_zh_hans', models.CharField(max_length=100, null=True, verbose_name='name')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'verbose_name': 'area of terms',
                'verbose_name_plural': 'areas of terms',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='LanguageProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('writes_english', models.BooleanField(default=False, verbose_name='writes English')),
                ('writes_chinese', models.BooleanField(default=False, verbose_name='writes Chinese')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='language_profile', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'languages of a translator',
                'verbose_name_plural': 'languages of translators',
                'permissions': [('write_all_languages', 'Can write every language')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=100, unique=True, verbose_name='slug')),
                ('english', models.CharField(max_length=200, verbose_name='English term')),
                ('chinese', models.CharField(max_length=200, validators=[icma_portal.bilingual.traditional.validate_simplified], verbose_name='Chinese term')),
                ('other_english', models.TextField(blank=True, help_text='One per line.', verbose_name='other English forms')),
                ('other_chinese', models.TextField(blank=True, help_text='One per line.', validators=[icma_portal.bilingual.traditional.validate_simplified], verbose_name='other approved Chinese renderings')),
                ('forbidden_english', models.TextField(blank=True, help_text='One per line.', verbose_name='forbidden in English')),
                ('forbidden_chinese', models.TextField(blank=True, help_text='One per line.', validators=[icma_portal.bilingual.traditional.validate_simplified], verbose_name='forbidden in Chinese')),
                ('exempt', models.TextField(blank=True, help_text='One per line. They hold the word in another sense and are not checked.', verbose_name='English phrases that are not this term')),
                ('matches_case', models.BooleanField(default=False, help_text='For names and acronyms: “CityLinks” is the term, “citylinks” is not.', verbose_name='match capital letters')),
                ('status', models.CharField(choices=[('verified', 'Verified in a public source'), ('standard', 'The usual term'), ('working', 'Our choice; no fixed term exists')], default='working', max_length=10, verbose_name='status')),
                ('note', models.TextField(blank=True, verbose_name='note for editors')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='bilingual.termarea', verbose_name='area')),
            ],
            options={
                'verbose_name': 'term',
                'verbose_name_plural': 'terms',
                'ordering': ['english', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TranslationImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=200, verbose_name='file name')),
                ('format', models.CharField(choices=[('xliff', 'XLIFF 2'), ('csv', 'CSV')], max_length=10, verbose_name='format')),
                ('rows', models.JSONField(default=list, editable=False)),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded at')),
                ('taken_at', models.DateTimeField(editable=False, null=True, verbose_name='taken in at')),
                ('results', models.JSONField(default=list, editable=False)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='TermOverrule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='record')),
                ('field', models.CharField(max_length=100, verbose_name='field')),
                ('term_key', models.CharField(max_length=200, verbose_name='term')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='made at')),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype', verbose_name='kind of record')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
            ],
            options={
                'verbose_name': 'reason against a term',
                'verbose_name_plural': 'reasons against terms',
                'ordering': ['-made_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('content_type', 'object_id', 'field', 'term_key', 'digest'), name='one_reason_against_a_term')],
            },
        ),
        migrations.CreateModel(
            name='TranslationUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.BigIntegerField()),
                ('field', models.CharField(max_length=64, verbose_name='field')),
                ('source_language', models.CharField(choices=[('en', 'English'), ('zh-hans', 'Simplified Chinese')], max_length=10, verbose_name='source language')),
                ('target_language', models.CharField(choices=[('en', 'English'), ('zh-hans', 'Simplified Chinese')], max_length=10, verbose_name='into')),
                ('state', models.CharField(choices=[('missing', 'Missing'), ('stale', 'Out of date'), ('current', 'Up to date'), ('same', 'Same on purpose'), ('reviewed', 'Reviewed')], max_length=10, verbose_name='state')),
                ('state_since', models.DateTimeField(verbose_name='since')),
                ('made_from', models.TextField(editable=False, null=True)),
                ('made_from_digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('source_digest', models.CharField(editable=False, max_length=64)),
                ('translation_digest', models.CharField(editable=False, max_length=64)),
                ('source_words', models.PositiveIntegerField(default=0, editable=False, verbose_name='words')),
                ('is_same_on_purpose', models.BooleanField(default=False, verbose_name='same on purpose')),
                ('edited_at', models.DateTimeField(verbose_name='edited at')),
                ('reviewed_at', models.DateTimeField(blank=True, null=True, verbose_name='reviewed at')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype', verbose_name='kind')),
                ('edited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='edited by')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewed by')),
            ],
            options={
                'verbose_name': 'translation',
                'verbose_name_plural': 'translations',
                'ordering': ['state_since', 'pk'],
                'indexes': [models.Index(fields=['state', 'state_since'], name='units_by_state_and_age')],
                'constraints': [models.UniqueConstraint(fields=('content_type', 'object_id', 'field'), name='one_unit_of_a_field')],
            },
        ),
    ]
