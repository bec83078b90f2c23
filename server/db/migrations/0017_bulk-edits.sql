-- Changes of many records that were asked for as one, worked off in the background, and undone as one.
create table bulk_edits (
  id uuid primary key default new_id(),
  record_type text not null,
  -- What is done to which fields, in the order asked.
  changes jsonb not null,
  state text not null default 'running' check (state in
    ('running', 'stopped', 'failed', 'done', 'undoing', 'half-undone', 'undone')),
  -- Somebody asked to stop what is under way.
  stopping boolean not null default false,
  -- Who asked for what is under way, with what they may do.
  caller jsonb not null,
  -- The record up to which that has come, in the order of the ids.
  reached uuid,
  total int not null default 0,
  changed int not null default 0,
  already int not null default 0,
  refused int not null default 0,
  reverted int not null default 0,
  kept int not null default 0,
  error text,
  -- Counts every change of the row, for those who watch.
  version int not null default 1,
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  -- Of a program: which key asked.
  key_id uuid,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index bulk_edits_created on bulk_edits (created_at desc, id desc);
create trigger bulk_edits_counted before update on bulk_edits for each row execute function count_import_change();

-- The records of a bulk edit, as they were chosen when it began, and what became of each.
create table bulk_edit_records (
  edit_id uuid not null references bulk_edits on delete cascade,
  record_id uuid not null,
  outcome text check (outcome in ('changed', 'already', 'refused', 'reverted', 'kept')),
  -- Why it was refused or kept.
  reason text,
  -- Fields that undoing left as they are, because they were changed again since.
  fields text[] not null default '{}',
  -- The event of its change, by which it is undone.
  event_id uuid,
  primary key (edit_id, record_id)
);
create index bulk_edit_records_stayed on bulk_edit_records (edit_id, outcome, record_id)
  where outcome in ('refused', 'kept');
-- For erasure.
create index bulk_edit_records_record on bulk_edit_records (record_id);
