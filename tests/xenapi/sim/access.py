# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may call what: sessions and roles."""

from .database import NULL, now
from .wire import Failure

ROLES = ("read-only", "vm-operator", "vm-admin", "vm-power-admin", "pool-operator", "pool-admin")


class Sessions:
    def __init__(self, pool):
        self.pool = pool
        self.issued = set()  # references of all there ever were: no log has them

    def login(self, user, password, originator):
        options = self.pool.options
        if (user, password) != (options.user, options.password):
            raise Failure("SESSION_AUTHENTICATION_FAILED", user, "Authentication failure")
        if options.role == "none":
            raise Failure("SESSION_AUTHORIZATION_FAILED", user, "No roles found for this subject")
        db = self.pool.db
        ref = db.add("session", this_host=self.pool.hosts[0], this_user=NULL, last_active=now(),
                     pool=False, is_local_superuser=options.role == "pool-admin",
                     originator=originator, auth_user_name=user)
        self.issued.add(ref)
        return ref

    def logout(self, ref):
        self.pool.db.remove("session", ref)

    def check(self, ref):
        if ref not in self.pool.db.tables["session"]:
            raise Failure("SESSION_INVALID", ref)

    def allow(self, call, role):
        if ROLES.index(self.pool.options.role) < ROLES.index(role):
            raise Failure("RBAC_PERMISSION_DENIED", call.lower(), "No permission in user session")

    def forget(self):
        for ref in list(self.pool.db.tables["session"]):
            self.logout(ref)
