-- by what token someone made a change: the beginning of its SHA-256, so that it can be told after a rotation
alter table audit_entry add column token varchar(16);
