"""What a password must be: Django's own rules, said as the portal speaks."""

from django.contrib.auth import password_validation as rules
from django.utils.translation import gettext as _


class UserAttributeSimilarityValidator(rules.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("和您的%(verbose_name)s太像了。")

    def get_help_text(self) -> str:
        return _("不能和您的邮箱、名字太像。")


class MinimumLengthValidator(rules.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("太短了：至少 %d 个字符。") % self.min_length

    def get_help_text(self) -> str:
        return _("至少 %d 个字符。") % self.min_length


class CommonPasswordValidator(rules.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("这个密码太常见，容易被猜到。")

    def get_help_text(self) -> str:
        return _("不能是常见的密码。")


class NumericPasswordValidator(rules.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return _("不能全是数字。")

    def get_help_text(self) -> str:
        return _("不能全是数字。")
