"""Addresses of accounts and of an event's team: a part of the table in `web.urls`."""

from __future__ import annotations

from declare.web.desk import (
    account,
    audit_log,
    forgotten,
    invitation,
    new_authenticator,
    proposals,
    second_factor,
    sessions,
    team,
)
from declare.web.url import BOTH, GET, POST, Url

ACCOUNTS: dict[tuple[str, str], list[Url]] = {
    ("accounts", "/panitia"): [
        Url("/masuk", BOTH, account.sign_in),
        Url("/masuk-lagi", POST, account.sign_in_again),
        Url("/keluar", POST, account.sign_out),
        Url("/sandi", BOTH, account.password),
        Url("/catatan-akun", GET, audit_log.own, "own_log"),
        Url("/catatan", GET, audit_log.instance, "instance_log"),
        Url("/catatan.csv", POST, audit_log.export_instance, "instance_log_export"),
        Url("/sesi", GET, sessions.index, "sessions"),
        Url("/sesi/<int:number>/akhiri", POST, sessions.end, "end_session"),
        Url("/sesi/akhiri-lainnya", POST, sessions.end_others, "end_other_sessions"),
        Url("/lupa-sandi", BOTH, forgotten.forgotten),
        Url("/sandi-baru/<token>", BOTH, forgotten.mailed_password),
        Url("/undangan", GET, invitation.pending),
        Url("/undangan/<token>", BOTH, invitation.accept),
        Url("/kode", BOTH, second_factor.second_factor),
        Url("/kode/pasang", BOTH, second_factor.enrol),
        Url("/kode/ganti", BOTH, new_authenticator.replace, "replace_factor"),
        Url("/kode/cadangan", POST, second_factor.recovery_codes),
    ],
    ("accounts_manage", "/panitia/acara/<slug>"): [
        Url("/tim", GET, team.members),
        Url("/tim", POST, team.invite),
        Url("/tim/<int:account_id>/hapus", BOTH, team.remove),
        Url("/catatan", GET, audit_log.deeds),
        Url("/catatan.csv", POST, audit_log.export, "deeds_export"),
        Url("/tim/<int:account_id>/serahkan", BOTH, team.hand_over),
        Url("/tim/undangan/<int:invitation_id>/kirim-ulang", POST, team.resend),
        Url("/tim/undangan/<int:invitation_id>/tarik", POST, team.withdraw),
        Url("/tim/empat-mata", POST, proposals.ask_for_two),
        Url("/usulan", GET, proposals.proposals),
        Url("/usulan/<int:proposal_id>/tarik", POST, proposals.withdraw_proposal),
    ],
}
"""Keys as in `web.urls.DESK`."""
