from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0018_what_failed_in_a_tick")]

    operations = [
        migrations.AddField(
            model_name="dayoff",
            name="is_public_holiday",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
