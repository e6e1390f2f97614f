-- The access log is looked through a month at a time.
CREATE INDEX access_log_at ON access_log (at);
