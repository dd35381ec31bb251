"""The DRF door of complaints.

Filing itself stands in ``legal.api``, which can check facts; a whole case in ``filings.api``, which knows its filings.
"""

from django.urls import path

from complaints.api import lists, reading

urlpatterns = [
    path("read-message/", reading.ReadMessage.as_view(), name="api-read-message"),
    path("triage/", reading.Triage.as_view(), name="api-triage"),
    path("receipts/check/", reading.ReceiptCheck.as_view(), name="api-receipt-check"),
    path("complaints/<str:number>/contacts/", lists.Contacts.as_view(), name="api-contacts"),
    path("complaints/<str:number>/ledger/", lists.Ledger.as_view(), name="api-ledger"),
]
