import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.db import migrations, models

import coordination.city.models

# In small letters; what holds a space belongs to two words.
GRAMS = """
CREATE FUNCTION coordination_grams(sought text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT COALESCE(array_agg(DISTINCT gram COLLATE "C"), '{}')
    FROM generate_series(1, length(sought) - 2) place, substr(sought, place, 3) gram
   WHERE strpos(gram, ' ') = 0
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0048_drafts_of_answers"),
    ]

    operations = [
        migrations.RunSQL(GRAMS, "DROP FUNCTION coordination_grams(text)"),
        migrations.AddField(
            model_name="followup",
            name="grams",
            field=models.GeneratedField(
                db_persist=True,
                expression=coordination.city.models.Grams(
                    django.db.models.functions.text.Concat(
                        "title_key",
                        models.Value(" "),
                        django.db.models.functions.text.Lower("reference"),
                        models.Value(" "),
                        django.db.models.functions.text.Lower("paper"),
                    )
                ),
                output_field=django.contrib.postgres.fields.ArrayField(
                    base_field=models.TextField(), size=None
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["grams"], name="coordination_followup_grams"
            ),
        ),
    ]
