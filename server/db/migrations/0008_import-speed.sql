-- Newest last: a new record then goes to the end of an index, where the page is at hand and is filled to the brim, instead
-- of before all others. Lists that begin with the newest read the index backwards.
drop index people_created, people_updated, people_owner, people_stage, people_source;
create index people_created on people (created_at, id) where deleted_at is null;
create index people_updated on people (updated_at, id) where deleted_at is null;
create index people_owner on people (owner_id, created_at, id) where deleted_at is null;
create index people_stage on people (lifecycle_stage, created_at, id) where deleted_at is null;
create index people_source on people (source, created_at, id) where deleted_at is null;

drop index companies_created, companies_updated, companies_owner, companies_stage;
create index companies_created on companies (created_at, id) where deleted_at is null;
create index companies_updated on companies (updated_at, id) where deleted_at is null;
create index companies_owner on companies (owner_id, created_at, id) where deleted_at is null;
create index companies_stage on companies (lifecycle_stage, created_at, id) where deleted_at is null;

drop index deals_created, deals_updated, deals_owner, deals_stage;
create index deals_created on deals (created_at, id) where deleted_at is null;
create index deals_updated on deals (updated_at, id) where deleted_at is null;
create index deals_owner on deals (owner_id, created_at, id) where deleted_at is null;
create index deals_stage on deals (stage_id, created_at, id) where deleted_at is null;

-- What a person did while they had no company is found among all they did, which is not much.
drop index events_person_alone;

-- A first import also sets aside the key of people's e-mails, which the key of identities implies.
alter table import_rebuilds drop constraint import_rebuilds_kind_check,
  add constraint import_rebuilds_kind_check check (kind in ('index', 'reference', 'key'));
