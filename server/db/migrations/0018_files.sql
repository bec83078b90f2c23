-- Files that records have. Their content lies in a store under the id; what a record holds of them, it holds in its own
-- row. Whoever uploads a file gives it to a field of a record, to which it belongs from then on.
create table files (
  id uuid primary key default new_id(),
  name text not null check (name <> '' and length(name) <= 255),
  -- By the content, whatever the sender said.
  media_type text not null check (media_type <> ''),
  bytes bigint not null check (bytes > 0),
  sha256 bytea not null check (length(sha256) = 32),
  store text not null check (store in ('disk', 's3')),
  uploaded_by uuid references users on delete set null,
  uploaded_with uuid references api_keys on delete set null,
  created_at timestamptz not null default now(),
  -- The record and field that it belongs to; none until it is given to one.
  record_type text,
  record_id uuid,
  field text,
  -- Since when its record does not have it any more; found out by a job.
  removed_at timestamptz,
  constraint files_record_check check (num_nonnulls(record_type, record_id, field) in (0, 3)),
  constraint files_removed_check check (removed_at is null or record_id is not null)
);
create index files_record on files (record_id) where record_id is not null;
create index files_waiting on files (created_at) where record_id is null;
create index files_removed on files (removed_at) where removed_at is not null;
create index files_uploaded_by on files (uploaded_by);
create index files_uploaded_with on files (uploaded_with);

-- Files whose rows are gone and whose content still lies in a store. Whoever deletes a row, this one follows.
create table deleted_files (
  id uuid primary key,
  store text not null,
  deleted_at timestamptz not null default now()
);
create function keep_deleted_file() returns trigger language plpgsql as $$
begin
  insert into deleted_files (id, store) values (old.id, old.store) on conflict do nothing;
  return null;
end $$;
create trigger files_deleted after delete on files for each row execute function keep_deleted_file();

alter table people
  add column photo jsonb constraint people_photo_check check (jsonb_typeof(photo) = 'object'),
  add column files jsonb constraint people_files_check check (jsonb_typeof(files) = 'array');
alter table companies
  add column logo jsonb constraint companies_logo_check check (jsonb_typeof(logo) = 'object'),
  add column files jsonb constraint companies_files_check check (jsonb_typeof(files) = 'array');
alter table deals add column files jsonb constraint deals_files_check check (jsonb_typeof(files) = 'array');
alter table tasks add column files jsonb constraint tasks_files_check check (jsonb_typeof(files) = 'array');
alter table notes add column files jsonb constraint notes_files_check check (jsonb_typeof(files) = 'array');
alter table meetings add column files jsonb constraint meetings_files_check check (jsonb_typeof(files) = 'array');

alter table own_fields
  add column kinds text[],
  add column largest bigint check (largest > 0),
  add constraint own_fields_files_check check (type in ('file', 'files') or num_nonnulls(kinds, largest) = 0);
