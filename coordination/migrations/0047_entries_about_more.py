from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0046_concepts_that_rest"),
    ]

    operations = [
        migrations.AddField(
            model_name="publicentry",
            name="answer",
            field=models.TextField(blank=True, db_default="", default="", max_length=4000),
        ),
        migrations.AlterField(
            model_name="publicentry",
            name="topic",
            field=models.CharField(
                choices=[
                    ("plan", "coming matter"),
                    ("target", "target of the council"),
                    ("concept", "integration concept"),
                    ("measure", "measure"),
                    ("demand", "demand of an association"),
                ],
                default="plan",
                max_length=12,
            ),
        ),
    ]
