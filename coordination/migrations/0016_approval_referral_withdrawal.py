from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0015_words_of_results"),
    ]

    operations = [
        migrations.AlterField(
            model_name="consultation",
            name="result",
            field=models.CharField(
                blank=True,
                choices=[
                    ("accepted", "accepted by the body"),
                    ("amended", "accepted with amendments"),
                    ("rejected", "rejected"),
                    ("noted", "noted"),
                    ("none", "passed on without a vote"),
                    ("postponed", "postponed"),
                    ("dropped", "taken off the agenda"),
                    ("referred", "referred to another body"),
                    ("withdrawn", "withdrawn"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="consultation",
            name="role",
            field=models.CharField(
                choices=[
                    ("hearing", "hearing"),
                    ("preliminary", "preliminary deliberation"),
                    ("decision", "decision"),
                    ("information", "for information"),
                    ("approval", "approval afterwards"),
                ],
                max_length=12,
            ),
        ),
    ]
