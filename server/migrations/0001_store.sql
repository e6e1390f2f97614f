-- The relay's store. Times are milliseconds since 1970 (UTC), days are ISO texts, ids are raw
-- bytes unless they are codes. Secrets are kept as SHA-256 only.

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Members of the programme. `rev` grows with every change; `role_since` is the feed number at
-- which role and safeguarding became what they are (0 for the first ones).
CREATE TABLE member (
    id           BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 8),
    name         TEXT    NOT NULL CHECK (name <> ''),
    yomi         TEXT    NOT NULL,
    role         TEXT    NOT NULL CHECK (role IN ('prefecture', 'coordinator', 'visitor')),
    category     TEXT    CHECK (category IN
                     ('peer_supporter', 'office_staff', 'volunteer', 'psw_association', 'government')),
    appointed_on TEXT,
    safeguarding INTEGER NOT NULL CHECK (safeguarding IN (0, 1)),
    state        TEXT    NOT NULL CHECK (state IN ('active', 'ended')),
    rev          INTEGER NOT NULL,
    role_since   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The offices a member belongs to; `since` is the feed number of joining (0 with the first row).
CREATE TABLE member_office (
    member BLOB    NOT NULL REFERENCES member (id),
    office TEXT    NOT NULL,
    since  INTEGER NOT NULL,
    PRIMARY KEY (member, office)
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
    id           BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 8),
    member       BLOB    NOT NULL REFERENCES member (id),
    created_at   INTEGER NOT NULL,
    last_contact INTEGER NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('active', 'ended'))
) STRICT, WITHOUT ROWID;
CREATE INDEX device_member ON device (member);

-- One-time sign-in links.
CREATE TABLE invitation (
    secret_sha256 BLOB    NOT NULL PRIMARY KEY CHECK (length(secret_sha256) = 32),
    member        BLOB    NOT NULL REFERENCES member (id),
    created_at    INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL,
    used_at       INTEGER,
    device        BLOB REFERENCES device (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    secret_sha256 BLOB    NOT NULL PRIMARY KEY CHECK (length(secret_sha256) = 32),
    member        BLOB    NOT NULL REFERENCES member (id),
    device        BLOB    NOT NULL REFERENCES device (id),
    created_at    INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL,
    last_used     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_member ON session (member);
CREATE INDEX session_device ON session (device);

-- Bearer tokens of programs.
CREATE TABLE token (
    secret_sha256 BLOB    NOT NULL PRIMARY KEY CHECK (length(secret_sha256) = 32),
    member        BLOB    NOT NULL REFERENCES member (id),
    device        BLOB    NOT NULL REFERENCES device (id),
    label         TEXT    NOT NULL,
    created_at    INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX token_member ON token (member);

-- `changes` counts the document's changes; `access_rev` grows with every change of its readers.
CREATE TABLE document (
    id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    kind       TEXT    NOT NULL,
    prefecture TEXT    NOT NULL,
    root       BLOB    NOT NULL,
    created_at INTEGER NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('live', 'purged')),
    changes    INTEGER NOT NULL,
    access_rev INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- `position` counts from 1 in each document without a gap. `member` and `device` are the proven
-- author; both are null for genesis and upgrades, which the relay computes itself.
CREATE TABLE change (
    document    BLOB    NOT NULL REFERENCES document (id),
    position    INTEGER NOT NULL CHECK (position > 0),
    hash        BLOB    NOT NULL CHECK (length(hash) = 32),
    actor       BLOB    NOT NULL CHECK (length(actor) = 16),
    seq         INTEGER NOT NULL CHECK (seq > 0),
    member      BLOB REFERENCES member (id),
    device      BLOB REFERENCES device (id),
    received_at INTEGER NOT NULL,
    bytes       BLOB    NOT NULL,
    PRIMARY KEY (document, hash),
    UNIQUE (document, position),
    UNIQUE (document, actor, seq)
) STRICT;

-- To whom an actor of a document is bound; nobody else may ever write under it.
CREATE TABLE actor (
    document BLOB NOT NULL REFERENCES document (id),
    actor    BLOB NOT NULL CHECK (length(actor) = 16),
    member   BLOB REFERENCES member (id),
    device   BLOB REFERENCES device (id),
    PRIMARY KEY (document, actor)
) STRICT, WITHOUT ROWID;

-- Who reads a document, worked out from its ties when they change: a relation (`member` for
-- everybody of the programme), its subject (an office's code, a member's id in hexadecimal, or
-- empty), and the role it needs (empty for any). `since` is the feed number from which the row
-- has carried the document's changes.
CREATE TABLE access (
    document BLOB    NOT NULL REFERENCES document (id),
    relation TEXT    NOT NULL CHECK (relation IN
                 ('member', 'office', 'pair', 'author', 'supporter', 'safeguarding')),
    subject  TEXT    NOT NULL,
    role     TEXT    NOT NULL CHECK (role IN ('', 'prefecture', 'coordinator', 'visitor')),
    since    INTEGER NOT NULL,
    PRIMARY KEY (document, relation, subject, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX access_subject ON access (relation, subject);

-- What happened, in the order in which it was committed: numbers are given under the write lock,
-- so none ever appears below one already read. `mark` tells a restored store from the one a
-- device knew. A grant carries everything before it to those whose right began with it (`since`,
-- or its own number when null), to `member` alone when it came from the member's own role or
-- office.
CREATE TABLE feed (
    number   INTEGER PRIMARY KEY AUTOINCREMENT,
    mark     BLOB NOT NULL CHECK (length(mark) = 8),
    what     TEXT NOT NULL CHECK (what IN ('change', 'grant', 'loss', 'people')),
    document BLOB REFERENCES document (id),
    member   BLOB REFERENCES member (id),
    since    INTEGER,
    first    INTEGER,
    last     INTEGER
) STRICT;

-- Lines without person or word, in the order their source gives them.
CREATE TABLE figure (
    source   TEXT    NOT NULL,
    position INTEGER NOT NULL,
    line     TEXT    NOT NULL,
    PRIMARY KEY (source, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE import (
    name           TEXT    NOT NULL PRIMARY KEY,
    content_sha256 BLOB    NOT NULL CHECK (length(content_sha256) = 32),
    at             INTEGER NOT NULL,
    report         TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Words refused for lack of right alone: kept apart, never part of a document.
CREATE TABLE refused (
    document BLOB    NOT NULL,
    hash     BLOB    NOT NULL CHECK (length(hash) = 32),
    member   BLOB    NOT NULL REFERENCES member (id),
    device   BLOB    NOT NULL REFERENCES device (id),
    code     TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    bytes    BLOB    NOT NULL,
    PRIMARY KEY (document, hash)
) STRICT;
