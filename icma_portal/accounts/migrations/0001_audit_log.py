"""The security log, and the refusal of the databases to change one of its rows.

PostgreSQL refuses to delete one as well; SQLite does not, for the tests empty its tables by DELETE.
"""

import django.utils.timezone
from django.db import migrations, models

SQLITE = (
    "CREATE TRIGGER accounts_auditentry_append_only BEFORE UPDATE ON accounts_auditentry"
    " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
)
POSTGRES = (
    "CREATE FUNCTION accounts_refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$",
    "CREATE TRIGGER accounts_auditentry_append_only BEFORE UPDATE OR DELETE ON accounts_auditentry"
    " FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change()",
)
TAKEN = {
    "sqlite": ("DROP TRIGGER accounts_auditentry_append_only",),
    "postgresql": (
        "DROP TRIGGER accounts_auditentry_append_only ON accounts_auditentry",
        "DROP FUNCTION accounts_refuse_change",
    ),
}


def refuse_changes(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRES}[vendor]:
        schema_editor.execute(statement)


def allow_changes(apps, schema_editor):
    for statement in TAKEN[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('happened_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='when')),
                ('event', models.CharField(choices=[('signed_in', 'signed in'), ('signed_out', 'signed out'), ('refused', 'wrong name or password'), ('locked', 'locked after too many tries'), ('session_ended', 'session ended by its age'), ('factor_set', 'second factor set up'), ('factor_given', 'second factor given'), ('factor_refused', 'wrong second factor'), ('factor_taken', 'second factor taken away'), ('password', 'password changed'), ('rights', 'rights changed'), ('state', 'publication state changed'), ('file', 'file stored'), ('export', 'data exported')], max_length=20, verbose_name='what happened')),
                ('user_id', models.BigIntegerField(null=True)),
                ('user_name', models.CharField(blank=True, max_length=150, verbose_name='who')),
                ('address', models.CharField(blank=True, max_length=45, verbose_name='address')),
                ('target', models.CharField(blank=True, max_length=300, verbose_name='what it concerns')),
                ('details', models.JSONField(blank=True, default=dict, verbose_name='details')),
            ],
            options={
                'verbose_name': 'entry of the security log',
                'verbose_name_plural': 'security log',
                'ordering': ['-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.RunPython(refuse_changes, allow_changes),
    ]
