"""A large backup takes no more memory in the confined reader than a small one.

Measured in a process of its own, since the peak is that of all children so far.
"""

import subprocess
import sys

SCRIPT = """
import resource, sys, tempfile
from evidence.importers.entry import Entry
from evidence.importers.reading import read_confined

def peak(messages):
    with tempfile.NamedTemporaryFile(suffix=".xml") as file:
        file.write(b"<smses>")
        for place in range(messages):
            body = "【示例优选】秋冬新品上架，退订回T。".encode() * 80
            file.write(b'<sms address="10690001" date="%d" type="1" body="%b"/>' % (1762000000000 + place, body))
        file.write(b"</smses>")
        file.flush()
        size = file.tell()
        file.seek(0)
        read = sum(isinstance(one, Entry) for one in read_confined(file, filename="sms.xml"))
        assert read == messages, read
    return size, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss

small, little = peak(300)
large, much = peak(15_000)
print(small, little, large, much, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_the_reader_holds_no_more_of_fifty_times_as_much() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    small, little, large, much, _own = map(int, done.stdout.split())
    assert large > 50_000_000 > 30 * small
    assert much - little < 12_000, (little, much)  # KiB; the file is more than 50 MB
