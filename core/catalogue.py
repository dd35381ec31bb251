"""Django's catalogues, whose texts agree with their numbers once they get them."""

from django.utils.translation import trans_real

from core.agreement import Agreeing


class _Catalogue(trans_real.DjangoTranslation):
    def gettext(self, message: str) -> str:
        return _agreeing(super().gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _agreeing(super().ngettext(msgid1, msgid2, n))


def _agreeing(text: str) -> str:
    return Agreeing(text) if "[[" in text else text


def install() -> None:
    """From here on catalogues are read so: Django has no place in its settings for another reader of them."""
    trans_real.DjangoTranslation = _Catalogue  # type: ignore[misc]
