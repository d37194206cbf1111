-- room on each page for the next versions of its rows, so that a heartbeat touches no index
alter table agent_heartbeat set (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
