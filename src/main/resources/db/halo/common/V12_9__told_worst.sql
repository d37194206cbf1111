-- how bad a weak point was at worst when others were told of it in this episode; null where they do not know of it
alter table weak_point add column worst_told varchar(10);
update weak_point set worst_told = told where told is not null;
