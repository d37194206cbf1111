-- when the look began that saw the weak point open, or come back: a deploy that is told late is compared with it
alter table weak_point add column episode_from timestamp(6) with time zone;
create index weak_point_episode on weak_point (episode_from);
