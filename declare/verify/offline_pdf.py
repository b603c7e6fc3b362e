"""A certificate's PDF without its site, against pinned keys; it may have been revoked since."""

from __future__ import annotations

from declare.core import payload
from declare.keys import Keys
from declare.verify import checks, offline, sandbox
from declare.verify.checks import Check
from declare.verify.keyset import KeySet
from declare.verify.offline import Finding, Reading
from declare.verify.pdf_findings import State

Answer = tuple[str, str, tuple[Check, ...]]
"""A verdict, the code that it is about, and the checks that it rests on."""

APPENDED = "appended"
UNREADABLE: Answer = (Finding.MISMATCH.value, "", (Check("form", False, "not a readable PDF"),))


def examine(data: bytes, keys: KeySet) -> Answer:
    """Return what pinned keys say of a file.

    A key set without signers and logs, saved before it had them, can only say `unknown`.
    """
    found = sandbox.read(data, keys.signers)
    if found.state is State.UNREADABLE:
        return UNREADABLE
    result = offline.examine(Reading(token=found.content), keys)
    if result.payload is None or result.finding not in (Finding.AUTHENTIC, Finding.SAMPLE):
        return result.finding, result.code, result.checks
    which = Keys.EXERCISE if result.finding is Finding.SAMPLE else Keys.LIVE
    held = result.payload
    commit = payload.commit(payload.encode(held)).hex()
    proof = checks.proof(found.proof, held.origin, held.index, commit, keys.logs.get(which))
    run = (*found.against(which), *result.checks, proof)
    failed = {check.name for check in run if not check.passed}
    if not (which in keys.signers and which in keys.logs):
        verdict = Finding.UNKNOWN.value
    elif failed - {"whole"}:
        verdict = Finding.MISMATCH.value
    else:
        verdict = APPENDED if failed else result.finding.value
    return verdict, result.code, run
