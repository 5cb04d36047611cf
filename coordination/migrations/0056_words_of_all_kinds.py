import django.contrib.postgres.indexes
import workflows.models.sought
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    # The indexes are built while people go on working.
    atomic = False

    dependencies = [
        ("coordination", "0055_stock_with_earlier_reports"),
        ("workflows", "0029_search_over_all"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="concept",
            index=django.contrib.postgres.indexes.GinIndex(
                workflows.models.sought.Words("title", "facts", "proposal"),
                fastupdate=False,
                name="coordination_concept_words",
            ),
        ),
        AddIndexConcurrently(
            model_name="demand",
            index=django.contrib.postgres.indexes.GinIndex(
                workflows.models.sought.Words("title", "words", "result"),
                fastupdate=False,
                name="coordination_demand_words",
            ),
        ),
        AddIndexConcurrently(
            model_name="followup",
            index=django.contrib.postgres.indexes.GinIndex(
                workflows.models.sought.Words(
                    "title", "asked", "needed", "provided", "public_note"
                ),
                fastupdate=False,
                name="coordination_followup_words",
            ),
        ),
        AddIndexConcurrently(
            model_name="order",
            index=django.contrib.postgres.indexes.GinIndex(
                workflows.models.sought.Words("title", "words"),
                fastupdate=False,
                name="coordination_order_words",
            ),
        ),
        AddIndexConcurrently(
            model_name="publicentry",
            index=django.contrib.postgres.indexes.GinIndex(
                workflows.models.sought.Words("title", "summary"),
                fastupdate=False,
                name="coordination_publicentry_words",
            ),
        ),
        AddIndexConcurrently(
            model_name="target",
            index=django.contrib.postgres.indexes.GinIndex(
                workflows.models.sought.Words("title", "facts", "proposal"),
                fastupdate=False,
                name="coordination_target_words",
            ),
        ),
    ]
