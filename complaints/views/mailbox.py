"""What the link in the first mail opens: whose mailbox it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints import services
from complaints.throttles import count_wrong_code, too_many_wrong_codes

ACTS = {"confirm": services.confirm_mailbox, "refuse": services.refuse_mailbox}


@require_http_methods(["GET", "POST"])
@never_cache
def mailbox(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it says nothing, as programs that look at mails do: a button does. It opens no case and shows no number."""
    if too_many_wrong_codes(request):
        return render(request, "429.html", status=429)
    act = ACTS.get(request.POST.get("act", ""))
    held = act(token=token) if act is not None else services.find_mailbox(token=token)
    if held is None:
        count_wrong_code(request)
        return render(request, "complaints/mailbox.html", {"over": True}, status=404)
    if act is services.confirm_mailbox:
        return redirect("mailbox", token=token)
    status = 422 if request.method == "POST" and act is None else 200
    return render(request, "complaints/mailbox.html", {"held": held}, status=status)
