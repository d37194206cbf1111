-- what each service that HALO asks for its version said last
create table deploy_sighting (
    -- a hash of the service, the environment and the URL: a target that is changed begins anew
    target        varchar(64) primary key,
    service       varchar(200)                not null,
    tried_at      timestamp(6) with time zone not null,
    good_at       timestamp(6) with time zone,
    failures      int                         not null,
    failing_since timestamp(6) with time zone,
    error         varchar(500),
    -- the versions that it answered with lately, as JSON; null until it first answered
    versions      varchar(20000)
);
