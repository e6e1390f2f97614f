-- The passkey of a device, if its person has one there: the second factor beside the device's key, in the place of
-- the proof. `site` is the host for which it was made and for which alone it answers.
CREATE TABLE passkey (
    device     BLOB    NOT NULL PRIMARY KEY REFERENCES device (id),
    credential BLOB    NOT NULL CHECK (length(credential) BETWEEN 1 AND 1023),
    public_key BLOB    NOT NULL CHECK (length(public_key) = 65),
    site       TEXT    NOT NULL,
    since      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
