from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0009_committees_wait_for_objections"),
    ]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="dispatched_on",
            field=models.DateField(blank=True, null=True, verbose_name="dispatched on"),
        ),
    ]
