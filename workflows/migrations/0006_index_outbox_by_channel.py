
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflows', '0005_find_what_colleagues_have_in_hand'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='notification',
            name='workflows_outbox',
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(condition=models.Q(('dropped_at__isnull', True), ('sent_at__isnull', True)), fields=['channel', 'send_at', 'id'], name='workflows_outbox'),
        ),
    ]
