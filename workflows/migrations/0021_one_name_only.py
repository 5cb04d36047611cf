"""A person may have one name only."""

import workflows.models.names
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0020_hold_delivery"),
    ]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="given_name",
            field=models.CharField(
                blank=True,
                max_length=100,
                validators=[workflows.models.names.validate_name],
                verbose_name="given name",
            ),
        ),
    ]
