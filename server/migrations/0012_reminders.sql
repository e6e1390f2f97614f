-- Devices that asked to be told of the next day: the address at their browser's push service, and what a message to
-- them is sealed with. It ends with the device.
CREATE TABLE subscription (
    device     BLOB    NOT NULL PRIMARY KEY REFERENCES device (id),
    endpoint   TEXT    NOT NULL,
    public_key BLOB    NOT NULL CHECK (length(public_key) = 65),
    auth       BLOB    NOT NULL CHECK (length(auth) = 16),
    since      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER subscription_ends AFTER UPDATE OF state ON device WHEN new.state = 'ended'
    BEGIN DELETE FROM subscription WHERE device = new.id; END;

-- Of which days a device was told.
CREATE TABLE reminded (
    device BLOB NOT NULL REFERENCES device (id),
    day    TEXT NOT NULL,
    PRIMARY KEY (device, day)
) STRICT, WITHOUT ROWID;
