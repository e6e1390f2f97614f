-- That a device said that it has wiped itself, also of one that ended without being lost: until then what it owes is
-- taken, and nothing afterwards.

ALTER TABLE device ADD COLUMN wiped_at INTEGER;
UPDATE device SET wiped_at = (SELECT l.wiped_at FROM device_loss l WHERE l.device = device.id);
ALTER TABLE device_loss DROP COLUMN wiped_at;
