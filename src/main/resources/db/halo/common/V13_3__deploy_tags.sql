-- the tags that a repository had at the last look, where new ones tell of deploys
create table deploy_tags (
    repository varchar(200) primary key,
    -- what tells this repository from another that may have had the same id
    source     varchar(2000) not null,
    -- names and what they name, as JSON
    tags       text          not null
);
