-- how bad a weak point was when others were last told of it; null where they do not know of it, or it is resolved
alter table weak_point add column told varchar(10);
create index weak_point_told on weak_point (told);
