"""By which channel it came to a desk is kept with what opens it there: who sees some channels alone sees none but these."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("filings", "0037_desk_keys_and_webhooks"),
        ("complaints", "0040_access_channel"),
    ]

    operations = [
        migrations.RunSQL(
            """UPDATE complaints_access opened SET channel = filing.channel FROM filings_filing filing
            WHERE opened.filing_id = filing.id AND opened.why = 'sent' AND opened.channel = ''""",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="desknews",
            name="kind",
            field=models.CharField(
                choices=[
                    ("answered", "投诉人答复了"),
                    ("added", "投诉人补充了材料"),
                    ("corrected", "投诉人更正了说过的"),
                    ("withdrawn", "投诉人撤回"),
                    ("assigned", "交给您办理"),
                    ("taken", "改由同事办理"),
                    ("colleague", "同事办理了您的办件"),
                    ("freed", "原来的经办人不再办，要重新分派"),
                    ("mentioned", "有备注提到您"),
                    ("task", "有事交给您办"),
                    ("asked", "请您复核"),
                    ("settled", "您请求的复核有了结果"),
                    ("lapsed", "案件有了变化，您请求的复核不用了"),
                    ("near", "期限快到了"),
                    ("passed", "期限过了"),
                ],
                max_length=9,
            ),
        ),
    ]
