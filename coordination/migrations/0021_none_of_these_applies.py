from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0020_read_council_systems"),
    ]

    operations = [
        migrations.AddField(
            model_name="measure",
            name="impact_none",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="none of these applies"
            ),
        ),
    ]
