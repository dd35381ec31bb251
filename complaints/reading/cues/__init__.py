"""The wordings that tell a category, each with its weight: one file a category.

A cue counts once. 9 decides, 4 is strong, 2 suggests, 1 is a trace; a negative weight speaks against the category.
"""

from complaints.reading.cues.collection import COLLECTION
from complaints.reading.cues.fraud import FRAUD
from complaints.reading.cues.marketing import MARKETING
from complaints.reading.cues.notice import NOTICE
from complaints.reading.cues.personal import PERSONAL
from complaints.reading.cues.schemes import SCHEMES
from complaints.reading.cues.verification import VERIFICATION

CUES: dict[str, tuple[tuple[float, str], ...]] = {
    "verification": VERIFICATION,
    "collection": COLLECTION,
    "fraud": FRAUD + SCHEMES,
    "marketing": MARKETING,
    "notice": NOTICE,
    "personal": PERSONAL,
}
