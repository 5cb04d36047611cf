"""Notices are read when their task is closed; those of closed tasks are so from now on."""

from django.db import migrations, models

_READ = """
UPDATE workflows_notice n SET read_at = GREATEST(t.closed_at, n.created_at)
  FROM workflows_task t
 WHERE t.id = n.task_id AND n.read_at IS NULL AND t.closed_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0014_announce_a_date"),
    ]

    operations = [
        migrations.RunSQL(_READ, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(read_at__isnull=True),
                fields=["task"],
                name="workflows_notice_of_task",
            ),
        ),
    ]
