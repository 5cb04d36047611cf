from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0012_count_what_is_spent"),
    ]

    operations = [
        migrations.AddField(
            model_name="measure",
            name="budget",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=14,
                null=True,
                verbose_name="approach in the budget",
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="material_cost",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=14,
                null=True,
                verbose_name="of it for material",
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="staff_cost",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=14,
                null=True,
                verbose_name="of it for staff",
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="updated_budget",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=14,
                null=True,
                verbose_name="updated approach",
            ),
        ),
    ]
