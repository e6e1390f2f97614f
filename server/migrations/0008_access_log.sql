-- Who was given, wrote, looked at or took out which document, on which device, when. Each hash covers the row
-- before, and rows are only added. `device_at` is the device's clock where it said so.
CREATE TABLE access_log (
    number    INTEGER NOT NULL PRIMARY KEY,
    at        INTEGER NOT NULL,
    device_at INTEGER,
    member    BLOB    NOT NULL REFERENCES member (id),
    device    BLOB    NOT NULL REFERENCES device (id),
    document  BLOB    NOT NULL CHECK (length(document) = 16),
    what      TEXT    NOT NULL CHECK (what IN ('served', 'edit', 'view', 'export', 'print')),
    hash      BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX access_log_device ON access_log (device, document);
CREATE TRIGGER access_log_stays BEFORE UPDATE ON access_log
    BEGIN SELECT raise(ABORT, 'the access log is only added to'); END;
CREATE TRIGGER access_log_remains BEFORE DELETE ON access_log
    BEGIN SELECT raise(ABORT, 'the access log is only added to'); END;

-- What a device last said of itself: the version of the app, and what it owes.
CREATE TABLE device_report (
    device           BLOB    NOT NULL PRIMARY KEY REFERENCES device (id),
    at               INTEGER NOT NULL,
    app              TEXT    NOT NULL,
    unsent           INTEGER NOT NULL CHECK (unsent >= 0),
    oldest_unsent_at INTEGER
) STRICT, WITHOUT ROWID;

-- Devices that were said to be lost, by whom, and when each said that it has wiped itself.
CREATE TABLE device_loss (
    device   BLOB    NOT NULL PRIMARY KEY REFERENCES device (id),
    at       INTEGER NOT NULL,
    said_by  BLOB    NOT NULL REFERENCES member (id),
    wiped_at INTEGER
) STRICT, WITHOUT ROWID;
