create table audit_entry (
    id           uuid primary key,
    at           timestamp(6) with time zone not null,
    actor        varchar(200)                not null,
    action       varchar(100)                not null,
    subject_type varchar(60)                 not null,
    subject_id   varchar(400)                not null,
    from_state   varchar(60),
    to_state     varchar(60),
    reason       varchar(2000)
);
create index audit_entry_subject on audit_entry (subject_type, subject_id, id);
