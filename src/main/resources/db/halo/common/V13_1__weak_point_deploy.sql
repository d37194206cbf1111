-- the deploy that came shortly before the weak point opened; copied, so that it outlives the deploy's row
alter table weak_point add column after_deploy_id uuid;
alter table weak_point add column after_deploy_service varchar(200);
alter table weak_point add column after_deploy_version varchar(200);
alter table weak_point add column after_deploy_environment varchar(200);
alter table weak_point add column after_deploy_at timestamp(6) with time zone;
alter table weak_point add column after_deploy_relation varchar(20);
create index weak_point_after_deploy on weak_point (after_deploy_id);
