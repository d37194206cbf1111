-- What is known of each trigger beside its configuration: an operator's word, its last firing, and what its cool-down holds.
create table trigger_state (
    name           varchar(63) primary key,
    -- null: as configured
    enabled        boolean,
    changed_at     timestamp(6) with time zone,
    changed_by     varchar(200),
    change_reason  varchar(500),
    fired_at       timestamp(6) with time zone,
    fired_why      varchar(500),
    held_since     timestamp(6) with time zone,
    held_why       varchar(500),
    held_times     bigint not null default 0
);
