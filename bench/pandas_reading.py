"""Reads CSV files by pandas, one for each line of standard input: {"path": "table.csv"}.

Prints one JSON line when it is ready, and one a file: seconds, rows, and the bytes that memory grew by at most.
"""

import json
import resource
import sys
import time

from _rounds import answer

try:
    import pandas
except ImportError:
    raise SystemExit("error: Cannot find pandas: install it as bench/README.md says")

# Linux counts in units of 1024 bytes, macOS in bytes.
UNIT = 1 if sys.platform == "darwin" else 1024


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT


answer({"framework": "pandas", "version": pandas.__version__})
for line in sys.stdin:
    before = peak()
    began = time.perf_counter()
    rows = len(pandas.read_csv(json.loads(line)["path"]))
    answer({"seconds": time.perf_counter() - began, "rows": rows, "bytes": peak() - before})
