"""Offline verification of a PDF with pinned keys; the certificate may be revoked since."""

from __future__ import annotations

from declare.core import payload
from declare.keys import Keys
from declare.verify import checks, offline, sandbox
from declare.verify.checks import Check
from declare.verify.keyset import KeySet
from declare.verify.offline import Finding, Reading
from declare.verify.pdf_findings import State

OfflineVerdict = tuple[str, str, tuple[Check, ...]]
"""A verdict, the code that it is about, and the checks that it rests on."""

APPENDED = "appended"
UNREADABLE: OfflineVerdict = (
    Finding.MISMATCH.value,
    "",
    (Check("form", False, "not a readable PDF"),),
)


def examine(data: bytes, keys: KeySet) -> OfflineVerdict:
    """Return the verdict of pinned keys on a file.

    With a key set that was saved before it had signers and logs the verdict is `unknown`.
    """
    findings = sandbox.read(data, keys.signers)
    if findings.state is State.UNREADABLE:
        return UNREADABLE
    result = offline.examine(Reading(token=findings.content), keys)
    if result.payload is None or result.finding not in (Finding.AUTHENTIC, Finding.SAMPLE):
        return result.finding, result.code, result.checks
    which = Keys.EXERCISE if result.finding is Finding.SAMPLE else Keys.LIVE
    signed = result.payload
    commit = payload.commit(payload.encode(signed)).hex()
    proof = checks.proof(findings.proof, signed.origin, signed.index, commit, keys.logs.get(which))
    all_checks = (*findings.against(which), *result.checks, proof)
    failed = {check.name for check in all_checks if not check.passed}
    if not (which in keys.signers and which in keys.logs):
        verdict = Finding.UNKNOWN.value
    elif failed - {"whole"}:
        verdict = Finding.MISMATCH.value
    elif failed and result.finding is Finding.AUTHENTIC:
        verdict = APPENDED
    else:
        verdict = result.finding.value
    return verdict, result.code, all_checks
