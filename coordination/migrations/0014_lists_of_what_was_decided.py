from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coordination", "0013_what_the_budget_provides")]

    operations = [
        migrations.AddField(
            model_name="measureimport",
            name="is_stock",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
