"""What was typed and came too late, or was not sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField


class UnsentText(models.Model):
    """What was typed into a form whose session had ended by the time it was sent: kept until the same person is back.

    Found by a random number that the browser alone holds, shown only to ``who`` had the form before them.
    """

    token_digest = models.CharField(max_length=64, unique=True)
    who = models.CharField(max_length=200, db_index=True)  # as accounts.marks names them
    page = models.TextField()  # the path of that the form stood on
    place = models.TextField()  # the path to which it is sent
    fields = EncryptedTextField()  # JSON: both addresses whole, then names and values, in order
    files = models.PositiveSmallIntegerField(default=0)  # that were chosen as well, and are not kept
    kept_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("没有交成的内容")
        verbose_name_plural = _("没有交成的内容")

    def __str__(self) -> str:
        return f"{self.kept_at:%Y-%m-%d}"

    @property
    def of_account(self) -> bool:
        """Whether an account had the form; else who holds one of the codes."""
        return self.who.startswith("user:")


class TypedText(models.Model):
    """What somebody typed into a form of the desk and left there: one row a form, shown to its writer alone."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=300)  # the path of that the form stands on
    form = models.CharField(max_length=64)  # the digest of what tells it from the other forms of the page
    fields = EncryptedTextField()  # JSON, as accounts.typed.Typed
    kept_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "page", "form"], name="one_typed_text_a_form"),
        ]
        verbose_name = _("写了没有提交的内容")
        verbose_name_plural = _("写了没有提交的内容")

    def __str__(self) -> str:
        return f"{self.kept_at:%Y-%m-%d}"
