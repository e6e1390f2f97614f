-- The key store: apart from the database and from every backup of it. Keys are wrapped by the key file.

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta (key, value) VALUES ('store', randomblob(16));

CREATE TABLE document_key (
    document   BLOB    NOT NULL PRIMARY KEY CHECK (length(document) = 16),
    wrapped    BLOB    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Purged documents: a restored database is told of them.
CREATE TABLE tombstone (
    document   BLOB    NOT NULL PRIMARY KEY CHECK (length(document) = 16),
    kind       TEXT    NOT NULL,
    prefecture TEXT    NOT NULL,
    at         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Members and devices that have ended: a restored database is told of them.
CREATE TABLE revoked (
    what TEXT    NOT NULL CHECK (what IN ('member', 'device')),
    id   BLOB    NOT NULL CHECK (length(id) = 8),
    at   INTEGER NOT NULL,
    PRIMARY KEY (what, id)
) STRICT, WITHOUT ROWID;

-- Who did what to the store as a whole. Each hash covers the entry before.
CREATE TABLE trail (
    number INTEGER NOT NULL PRIMARY KEY,
    at     INTEGER NOT NULL,
    who    TEXT    NOT NULL,
    what   TEXT    NOT NULL,
    hash   BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE TRIGGER trail_stays BEFORE UPDATE ON trail BEGIN SELECT raise(ABORT, 'the trail is only added to'); END;
CREATE TRIGGER trail_remains BEFORE DELETE ON trail BEGIN SELECT raise(ABORT, 'the trail is only added to'); END;
