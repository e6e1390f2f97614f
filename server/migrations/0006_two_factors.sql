-- Whoever comes in shows two things: the key of an enrolled device, and the proof of a secret of their own.
-- A device from before has neither: it is enrolled anew by a one-time link.

-- `proof_sha256` covers the device's id and the proof; `wrong` counts wrong proofs in a row, and at its limit
-- the device is locked until a new link is used on it.
CREATE TABLE device_factor (
    device       BLOB    NOT NULL PRIMARY KEY REFERENCES device (id),
    device_key   BLOB    NOT NULL CHECK (length(device_key) = 65),
    proof_sha256 BLOB    NOT NULL CHECK (length(proof_sha256) = 32),
    wrong        INTEGER NOT NULL CHECK (wrong >= 0),
    locked_at    INTEGER
) STRICT, WITHOUT ROWID;

-- The keys with which members sign what leaves a device while it is locked. One that was replaced stays: what
-- was signed with it may still be on its way.
CREATE TABLE member_key (
    device     BLOB    NOT NULL REFERENCES device (id),
    public_key BLOB    NOT NULL CHECK (length(public_key) = 65),
    since      INTEGER NOT NULL,
    PRIMARY KEY (device, public_key)
) STRICT, WITHOUT ROWID;

-- Every enrolment of a device: what was said of it, who made the link (none: the command line), and whether it
-- was locked until then.
CREATE TABLE enrolment (
    device    BLOB    NOT NULL REFERENCES device (id),
    at        INTEGER NOT NULL,
    made_by   BLOB REFERENCES member (id),
    unlocked  INTEGER NOT NULL CHECK (unlocked IN (0, 1)),
    managed   INTEGER NOT NULL CHECK (managed IN (0, 1)),
    passcode  INTEGER NOT NULL CHECK (passcode IN (0, 1)),
    encrypted INTEGER NOT NULL CHECK (encrypted IN (0, 1)),
    PRIMARY KEY (device, at)
) STRICT, WITHOUT ROWID;

ALTER TABLE invitation ADD COLUMN made_by BLOB REFERENCES member (id);

-- Who accepted which version of the pledge of secrecy, on which day.
CREATE TABLE pledge (
    member  BLOB NOT NULL REFERENCES member (id),
    version TEXT NOT NULL,
    day     TEXT NOT NULL,
    device  BLOB NOT NULL REFERENCES device (id),
    PRIMARY KEY (member, version)
) STRICT, WITHOUT ROWID;

-- A session and the secrets that were given for it, one after another. `until` is set once another one is in
-- use. Sessions from before were of one factor and end here.
DROP TABLE session;
CREATE TABLE session (
    id           BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 8),
    member       BLOB    NOT NULL REFERENCES member (id),
    device       BLOB    NOT NULL REFERENCES device (id),
    created_at   INTEGER NOT NULL,
    last_used    INTEGER NOT NULL,
    idle_ends_at INTEGER NOT NULL,
    ends_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_member ON session (member);
CREATE INDEX session_device ON session (device);
CREATE TABLE session_secret (
    secret_sha256 BLOB    NOT NULL PRIMARY KEY CHECK (length(secret_sha256) = 32),
    session       BLOB    NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    given_at      INTEGER NOT NULL,
    until         INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX session_secret_session ON session_secret (session);
