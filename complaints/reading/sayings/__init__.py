"""The things that people say in their stories, each in the many ways of saying it: one file a matter.

Patterns of simplified, folded text. A saying is a name and its alternatives; `words` has the classes they share.
"""

import re

from complaints.reading.sayings.advertising import ADVERTISING
from complaints.reading.sayings.collecting import COLLECTING
from complaints.reading.sayings.numbers import NUMBERS
from complaints.reading.sayings.otherwise import OTHERWISE

SAID = COLLECTING | ADVERTISING | NUMBERS | OTHERWISE
PATTERNS = {name: re.compile("|".join(alternatives)) for name, alternatives in SAID.items()}
