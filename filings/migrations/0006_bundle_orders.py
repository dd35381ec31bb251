from django.db import migrations, models

import core.fields
import filings.models.exports


class Migration(migrations.Migration):
    dependencies = [("filings", "0005_campaigns")]

    operations = [
        migrations.AddField(
            model_name="export",
            name="code",
            field=models.CharField(editable=False, max_length=26, null=True, unique=True),
        ),
        # Not in one step: the rows that are there would all get the same code.
        migrations.AlterField(
            model_name="export",
            name="code",
            field=models.CharField(
                default=filings.models.exports.new_code, editable=False, max_length=26, null=True, unique=True
            ),
        ),
        migrations.AddField(
            model_name="export",
            name="made_for",
            field=models.CharField(
                choices=[
                    ("court", "人民法院"),
                    ("regulator", "行政机关、受理机构"),
                    ("opponent", "对方当事人"),
                    ("own", "自己或律师留存"),
                ],
                default="own",
                max_length=9,
                verbose_name="交给",
            ),
        ),
        migrations.AddField(
            model_name="export",
            name="manifest_sha256",
            field=models.CharField(blank=True, max_length=71),
        ),
        migrations.AddField(
            model_name="export",
            name="order",
            field=core.fields.EncryptedTextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="export",
            name="size",
            field=models.PositiveBigIntegerField(default=0, verbose_name="大小（字节）"),
        ),
        migrations.AddField(
            model_name="export",
            name="stamped_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="export",
            name="with_time",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="export",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "等待"),
                    ("building", "生成中"),
                    ("unstamped", "等待可信时间戳"),
                    ("done", "已完成"),
                    ("failed", "失败"),
                    ("removed", "文件已删除"),
                ],
                default="waiting",
                max_length=9,
            ),
        ),
    ]
