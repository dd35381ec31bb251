"""How long things are kept, how large they may be, how long is waited: every policy of that kind, in one table.

A bound of a technique (signs of a search, bars of a chart, memory of a confined process) stands where it is used.
docs/limits.md is the same table for a reader; a test compares the two.
"""

from datetime import timedelta

# ── How long things are kept (个人信息保护法 19: no longer than their purpose needs) ───────────────────────────────────
DRAFT_LIFE = timedelta(days=30)
"""An intake that is not filed, after its last change."""
INTAKE_LIFE = timedelta(days=30)
"""What somebody at a desk takes down for a complainant, until it is sent: after that its writer has it no more."""
INTAKE_RECEIVED = timedelta(days=365)
"""How long ago a desk can have got what is taken down now; earlier it is a slip of the pen."""
INTAKE_CODE_SHOWN = timedelta(hours=1)
"""After a complaint was taken down at a desk, how long its code can be printed or read out there once more."""
UPLOAD_LIFE = timedelta(days=2)
"""A file that comes in pieces, after its last piece."""
ABANDONED_FILE_LIFE = timedelta(days=1)
"""A file of a draft that is gone and never became a complaint, after it came in."""
ORPHAN_LIFE = timedelta(days=7)
"""Stored bytes without a row: far longer than any upload, build or transaction takes, so a row comes before. Without a
row there is no key, and nobody can read them again."""
SCRATCH_LIFE = timedelta(hours=1)
"""The folder of a bundle in the making that nobody touches and no lease covers."""
UNSENT_TEXT_LIFE = timedelta(days=1)
"""What was typed into a form whose session had ended, until its writer is back."""
TYPED_TEXT_LIFE = timedelta(days=7)
"""What was typed into a form and not sent, in the browser that it was typed into, until the portal is next opened there;
sooner when it is sent or somebody leaves the device. It stands in portal/static/anning.js as well. What is typed at a desk is
kept as long by the portal, for its writer alone, and in no browser."""
SESSION_LIFE = timedelta(days=14)
"""A sign-in."""
SIGN_IN_CODE_LIFE = timedelta(minutes=15)
"""A code that was mailed to sign in or to sign up."""
FRESH_SIGN_IN = timedelta(minutes=10)
"""How long ago somebody may have signed in who deletes their account."""
ENDED_SIGN_IN_LIFE = timedelta(days=1)
"""The age from which on a sign-in is looked at each night, and forgotten if it has ended: within two days of its end."""
WAY_BACK_LIFE = timedelta(days=1)
"""A link that leads back to a case. As long as WAYS_BACK_A_DAY counts: who finds that limit reached has one that works."""
MAILBOX_LINK_LIFE = timedelta(days=14)
"""A link that confirms a mailbox; it opens nothing else, and can be asked for again."""
HELP_LINK_LIFE = timedelta(days=7)
"""A link by which an adult confirms who helps them, or a child takes its case over; it can be asked for again."""
INVITATION_LIFE = timedelta(days=7)
"""A link by which somebody joins an organisation; it works once."""
INVITATIONS_KEPT = timedelta(days=30)
"""To which mailbox somebody was invited, after the link is over, and a mail of it after it went out; that they were invited,
and as what, stays in the log of rights."""
ENDED_WAY_LIFE = timedelta(days=1)
"""The keyed hash of a telephone or a browser that gets no more news, or never did: as long as a day's codes are counted."""
CODE_MAILS_KEPT = timedelta(days=7)
"""That a mail about a code was asked for or sent, and to which address."""
SHARE_LIFE = timedelta(days=90)
"""A case that is shared with a lawyer, where the complainant chose no other end."""
LONGEST_SHARE = timedelta(days=365)
"""The furthest end of a share."""
COUNSEL_LINK_LIFE = timedelta(days=7)
"""A link by which a complainant asks a lawyer to take a case on; it works once."""
COURT_DAY_AHEAD = timedelta(days=1095)
"""The furthest hearing or last day for evidence that can be entered."""
RETENTION_NAMED_IN = 5
"""Working days that a desk has, after a withdrawal, to name the law by which it keeps the file of a case that it had
accepted or answered; natural days where a year's calendar is not known. Without a name its content closes to the desk."""
LONGEST_RETENTION = timedelta(days=3650)
"""The furthest end that a desk may name for keeping such a file."""
LONGEST_DESK_KEY = timedelta(days=366)
"""The furthest last day of a key by which an organisation's own system calls the API."""
WEBHOOK_CALLS_KEPT = timedelta(days=30)
"""That an organisation's own system was told of an event, or could not be."""
RECORDS_STILL_THERE = timedelta(days=365)
"""How long after the last contact a paper says of the other side's records that they may soon be gone."""
RECORDS_GO_SOON = timedelta(days=30)
"""Within how long records may be deleted for an application to secure them to say that the matter is urgent (民诉法 84)."""
STILL_GOING_ON = timedelta(days=30)
"""How long after the last contact a paper says that it goes on: what stopped long ago needs a judgment, no order."""
SOON = timedelta(days=31)
"""How near the last day of a way is for the page of the next step to speak of it first."""
TOLD_AFTER = timedelta(days=7)
"""How old what a complainant is told of others is: who files today does not show tomorrow."""
DESK_NEWS_KEPT = timedelta(days=90)
"""What somebody at a desk was told of, after they read it, and a mail of it after it went out; the act itself stays in the
ledger of its case."""
TRAINING_TEXT_LIFE = timedelta(days=365)
"""A corrected message, masked, that somebody consented to be kept for this deployment to learn from; sooner when they end
it, or when the deployment learns no more."""
BUNDLES_KEPT = 10
"""Bundles of one case."""
LIST_EXPORT_LIFE = timedelta(days=7)
"""A list of a desk, or of a lawyer's cases, that was taken out as a table; sooner when a case in it is withdrawn. Who took
out what stays on record."""
CALENDAR_BACK = timedelta(days=30)
"""How long a day that is over stands in the calendar of a desk."""
LIST_EXPORTS_KEPT = 20
"""Such tables of one person that are there at a time."""
MOST_LISTED = 100_000
"""Cases of one such table."""
MOST_CASES_LISTED = 500
"""Cases of a lawyer in one table."""
IDENTITY_OPEN_LIFE = timedelta(days=30)
"""Who complained, open to somebody at a desk who stated a need."""
RECORDS_SHOWN = timedelta(days=7)
"""Of the record of an organisation, to its auditor, where no days are asked for."""
RECORDS_AT_ONCE = timedelta(days=92)
"""The most of it in one look."""
ERASURES_RECENT = timedelta(days=40)
"""Erasures that are compared with what is stored every ten minutes (个人信息保护法 47); older ones every night."""
ERASURES_LISTED_ANEW = timedelta(days=2)
"""How far back the list of erasures is completed every time: far longer than a crash lasts."""

# ── How large things may be, how many, how often ─────────────────────────────────────────────────────────────────────
MAX_FILE_BYTES = 100 * 1024**2
"""One file of evidence."""
MAX_BACKUP_BYTES = 200 * 1024**2
"""A phone's backup, by its name."""
MAX_CASE_FILES = 200
"""Files of one case; what was erased counts no longer."""
MAX_CASE_BYTES = 2 * 1024**3
"""All files of one case together."""
MAX_UNFINISHED = 10
"""Uploads in pieces of one case at a time."""
MAX_PIECE = 8 * 1024**2
"""Bytes of one piece of an upload."""
MAX_PIECES = 2000
"""Pieces of one upload: a file sent in crumbs would be two thousand files."""
MAX_AN_HOUR = 10 * 1024**3
"""Bytes of large requests from one address in an hour: a draft costs nothing, the disk does."""
COURT_UPLOAD = 10
"""Megabytes of one PDF that a bundle for a court is proposed with. No rule says it: courts differ, and the page tells so."""
MOST_ADDED = 2000
"""Messages and calls of one case that were told or added one by one, after the filing too; more come with a backup."""
MOST_TRAINING_TEXTS = 1000
"""Kept messages that a deployment learns from at a time, the newest."""
MOST_STATEMENTS = 300
"""Corrections of one case after its filing: each is laid over the facts whenever they are read."""
MOST_OUTCOMES = 100
"""What came of one case, as its complainant tells it: that it stopped, money back, a settlement."""
MOST_SUPPLEMENTS = 100
"""What a complainant adds to one filing after it went out: each is sealed, sent and shown whole at the desk."""
MOST_GIVEN_FILES = 50
"""What a desk gives to the complainant of one filing."""
MAX_GIVEN_BYTES = 20 * 1024 * 1024
"""One file that a desk gives to a complainant."""
MOST_PROOFS = 20
"""How often the service of one letter of a desk is recorded."""
COUNSEL_LINKS_A_DAY = 5
"""Links by which a complainant asks a lawyer, of one case in a day."""
CONFLICT_CHECKS_A_DAY = 60
"""Names that one lawyer may ask their firm about in a day: the answer tells that somebody is a client there."""
MOST_FIRM_PARTIES = 2000
"""Names that one lawyer may keep in the list of their firm for conflict checks."""
MOST_FIRM_ENTRIES = 5000
"""Notes and hours of one firm in one case, those that were taken away among them."""
MOST_COURT_DAYS = 100
"""Hearings and last days for evidence entered in one case, those that were taken back among them."""
MOST_PAPERS = 100
"""Papers begun in one case, those that were thrown away among them."""
MOST_PAPER_VERSIONS = 5000
"""Versions of one paper: each save that changes something is one, and none is ever removed."""
DRAFTS_AN_HOUR = 60
"""Intakes begun from one address."""
WRONG_CODES_A_MINUTE = 20
"""Wrong case codes from one address."""
WRONG_SIGN_IN_CODES = 3
"""Wrong codes that end one that was mailed to sign in or to sign up."""
ACCOUNT_MAILS_A_MINUTE = 5
"""Login codes, as many mails that reset a password, and as many new accounts, asked for from one address."""
ACCOUNT_TOLD_A_DAY = 3
"""Mails to one mailbox that it has an account already, or none, when somebody asked for one or for a code."""
INVITATIONS_A_DAY = 50
"""Invitations of one organisation."""
WAYS_BACK_AN_HOUR = 10
"""Links back that are asked for from one address."""
WAYS_BACK_A_DAY = 3
"""Mails with links back to one mailbox, and as many to other spellings of it; as many that tell of replaced codes."""
FILED_MAILS_A_DAY = 5
"""Mails to one mailbox that ask whether it is the complainant's: a stranger may have typed it; as many again to cases that
had none that day and ask for it on their own page. As many that a complaint was filed."""
HELP_MAILS_A_DAY = 3
"""Mails of one case that ask an adult to confirm who helps them, or a child to take over; to one mailbox as many from one
network, and as many that filings alone bring."""
HELP_MAILS_TO_ONE = 9
"""Such mails to one mailbox that cases ask for, from all networks: no stranger uses up the places of others."""
UNSENT_TEXTS = 3
"""Forms of one account, or of one code, that are kept so; an older one goes."""
UNSENT_TEXTS_AN_HOUR = 60
"""Such forms that are kept from one address."""
MAX_UNSENT_TEXT = 1024**2
"""Bytes of one of them."""
TYPED_FORMS = 100
"""Forms at the desk of one account whose typed text is kept; an older one goes."""
WRONG_TELEPHONES = 3
"""Wrong telephones that end a link back."""
LEAST_FREE = 1024**3
"""Bytes that the disk keeps for everything else: below it no file is taken and health is red."""
MAX_MAIL_BYTES = 15 * 1024**2
"""All attachments of one mail before encoding: many servers refuse mails over 20 MB."""
MAX_CHECKED_BYTES = 200 * 1024**2
"""A bundle that somebody uploads to have it checked."""

# ── How long is waited, how often something is tried ─────────────────────────────────────────────────────────────────
LEASE = timedelta(seconds=60)
"""How long a worker has a row without renewing it."""
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (10, 30, 120, 600, 3600, 4 * 3600, 12 * 3600))
"""The one ladder: the wait after a first, second, third … attempt; after the last as long as that."""
PASSING_TRIES = 6
"""Attempts against what may pass: a full disk, a database or a scanner that is away."""
LIST_EXPORT_TRIES = 3
"""Attempts at a list of a desk as a table."""
EXPORT_TRIES = 3
"""Attempts at the pages of a bundle, and as many again at its time stamp."""
IMPORT_TRIES = 4
"""Attempts at reading a phone's backup."""
NOTICE_TRIES = 5
"""Attempts at a mail that tells a complainant of news."""
WEBHOOK_TRIES = len(PAUSES) + 4
"""Attempts at telling an organisation's own system of an event, over about two and a half days."""
MAIL_TRIES = len(PAUSES) + 1
"""Attempts at sending a filing by mail; then a person must act."""
MAIL_BREAK = timedelta(minutes=10)
"""The longest that no mail goes to a recipient whose server failed: then one is tried again."""
PARKED_UNTOLD = 5
"""Working days that a filing waits for a recipient where nobody is at work, before its complainant is told and offered
another."""
OWED_DAY_NEAR = timedelta(days=3)
"""Before the day by which a recipient must act, its complainant is told that it is near."""
LAST_DAY_NEAR = timedelta(days=7)
"""Before the last day on which a complainant can go on, they are told."""
ASKED_WHETHER_STOPPED = timedelta(days=30)
"""After the last message, call or word about it, a complainant is asked whether it stopped."""
PUSH_TOKEN_LIFE = timedelta(hours=12)
"""What tells a push service who the portal is; a day is the most that is taken (RFC 8292)."""
TEXT_CODE_LIFE = timedelta(minutes=10)
"""Six digits that confirm a telephone."""
WRONG_TEXT_CODES = 5
"""Wrong digits that end one try to confirm a telephone."""
TEXT_CODES_A_DAY = 3
"""Tries of one case to confirm a telephone or to ask an adult by one."""
TEXT_CODES_TO_ONE = 4
"""Tries at one telephone, of all cases from all networks: each sends a text message, whoever's telephone it is, who can end
them by a link in it."""
TEXT_CODES_FROM_ONE = 2
"""Tries from one network at one telephone: half of all, so that no stranger uses up the places of others."""
TEXTED_NUMBER_LIFE = timedelta(days=30)
"""After the last text to confirm something, how long its link ends them all; only the keyed hash of the telephone is kept."""
TEXTS_STOPPED_LIFE = timedelta(days=365)
"""How long no text goes to a telephone whose holder ended them."""
CALENDAR_LINKS_A_DAY = 5
"""Links to the calendar of one case: each is in the ledger, as its end is."""
TEXT_CODES_AN_HOUR = 5
"""Tries to confirm a telephone that are made from one address."""
TEXT_CODES_OF_ALL = 500
"""Tries to confirm a telephone in a day, of everybody together: each text costs whoever runs the portal."""
PASSED_TOLD = timedelta(days=7)
"""After a recipient's day, how long it is still told that it is over: a portal that was away brings no old news."""
STAMP_BREAK = timedelta(hours=1)
"""The longest wait between two requests to the time stamping authority; it is asked for ever."""
FIXITY_LEASE = timedelta(minutes=15)
"""One step of reading the stored bytes again: longer than it may take."""
FIXITY_EVERY = timedelta(days=1)
"""Between the starts of two rounds over all stored bytes."""
IMPORT_TURN = timedelta(hours=1)
"""How long it counts that a case had its turn among the phone backups that wait."""
ONE_READING = timedelta(hours=1)
"""Turning pages, or moving about in a recording, is one reading of a member of staff: one ledger entry."""
LONGEST_ACT = timedelta(hours=1)
"""From an act's moment to its ledger entry; further apart, a clock was wrong."""
CALENDAR_RECENT = timedelta(days=3)
"""A calendar's import that a worker may have missed; ``recount_deadlines --all`` looks at everything."""

# ── From when on /healthz complains ──────────────────────────────────────────────────────────────────────────────────
SIGN_PATIENCE = timedelta(seconds=45)
"""Without a sign of life from a worker."""
CLOCK_PATIENCE = timedelta(seconds=5)
"""With a sign from the future: the clock was set back, and beat sleeps until it has caught up."""
OUTBOX_PATIENCE = timedelta(minutes=10)
"""With a filing that waits to be sent."""
LEASE_PATIENCE = timedelta(minutes=2)
"""With an attempt that nobody ended after its lease: the sweep looks every five seconds."""
SLOW_WORK_PATIENCE = timedelta(minutes=30)
"""With files, pictures, backups or bundles that wait: many large ones take their time, and nobody's deadline waits."""
UNREAD_PATIENCE = timedelta(days=7)
"""How long it tells of a picture that could not be read."""
HEAD_PATIENCE = timedelta(hours=2)
"""After midnight without the daily head."""
STAMP_PATIENCE = timedelta(days=1)
"""With a head that waits for its time stamp."""
