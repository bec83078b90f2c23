-- Records that were merged into others. The secondary's row leaves its table and is kept here until the merge can no
-- longer be undone; that the one id belongs to the other stays for good.
create table record_merges (
  id uuid primary key default new_id(),
  type text not null,
  secondary_id uuid not null,
  -- What it was merged into, and whom it belongs to today, when that was merged further.
  into_id uuid not null,
  primary_id uuid not null,
  merged_at timestamptz not null,
  merged_by uuid references users on delete set null,
  -- The rows as they were, and the primary's as the merge left it; null once it is final.
  secondary_row jsonb,
  primary_before jsonb,
  primary_after jsonb,
  -- The words and keys that found the secondary; they find the primary now.
  document tsvector not null default '',
  undone_at timestamptz,
  undone_by uuid references users on delete set null,
  check (secondary_id <> into_id and secondary_id <> primary_id)
);
create unique index record_merges_current on record_merges (secondary_id) include (primary_id) where undone_at is null;
create index record_merges_primary on record_merges (primary_id) where undone_at is null;
create index record_merges_into on record_merges (into_id) where undone_at is null;
create index record_merges_kept on record_merges (merged_at) where secondary_row is not null;

-- What a merge did to rows of any table: pointed them to the primary (`row` is their key as they now are), dropped them
-- because the primary had the like, changed them, added them (`row` as it was before; of those added, as it is).
create table record_merge_rows (
  merge_id uuid not null references record_merges on delete cascade,
  position bigint generated always as identity,
  table_name text not null,
  column_name text,
  kind text not null check (kind in ('moved', 'dropped', 'changed', 'added')),
  row jsonb not null,
  primary key (merge_id, position)
);

-- The record that an id stands for: itself, or what it was merged into.
create function primary_of(asked uuid) returns uuid language sql stable parallel safe as $$
  select coalesce((select m.primary_id from record_merges m where m.secondary_id = asked and m.undone_at is null), asked)
$$;

-- The ids of what was merged into a record.
create function merged_into(asked uuid) returns setof uuid language sql stable parallel safe rows 1 as $$
  select m.secondary_id from record_merges m where m.primary_id = asked and m.undone_at is null
$$;

-- A record's id and those of all that were merged into it: whose events are its history.
create function ids_of(asked uuid) returns setof uuid language sql stable parallel safe rows 2 as $$
  select asked union all select m.secondary_id from record_merges m where m.primary_id = asked and m.undone_at is null
$$;

-- The words and keys that found what was merged into a record.
create function words_of_merged(asked uuid) returns tsvector language sql stable parallel safe as $$
  select coalesce((select string_agg(m.document::text, ' ')::tsvector from record_merges m
    where m.primary_id = asked and m.undone_at is null), '')
$$;

-- A merge settles employments itself, and exactly; what follows from a change of company must not do it again.
create or replace function keep_employment() returns trigger language plpgsql as $$
begin
  if current_setting('throughline.merging', true) = 'on' then
    return new;
  end if;
  insert into employments (person_id, company_id, role) values (new.id, new.company_id, new.job_title)
  on conflict (person_id, company_id) do update set role = coalesce(excluded.role, employments.role), ended_on = null;
  return new;
end $$;

-- By what possible duplicates find each other: records with an equal key are compared. The key is a hash, so nothing of
-- the person stands here; `kind` says what it was made from.
create table duplicate_keys (
  type text not null,
  key bigint not null,
  record_id uuid not null,
  kind text not null,
  primary key (type, key, record_id)
);
create index duplicate_keys_record on duplicate_keys (record_id);

-- Pairs that may be one: open until somebody merges them or says that they are not. `first_id` is the lesser id.
create table duplicate_pairs (
  id uuid primary key default new_id(),
  type text not null,
  first_id uuid not null,
  second_id uuid not null,
  score double precision not null check (score between 0 and 1),
  reasons text[] not null,
  state text not null default 'open' check (state in ('open', 'dismissed')),
  found_at timestamptz not null default now(),
  checked_at timestamptz not null default now(),
  dismissed_at timestamptz,
  dismissed_by uuid references users on delete set null,
  constraint duplicate_pairs_key unique (first_id, second_id),
  check (first_id < second_id),
  check ((state = 'dismissed') = (dismissed_at is not null))
);
create index duplicate_pairs_open on duplicate_pairs (type, score desc, id desc) where state = 'open';
create index duplicate_pairs_second on duplicate_pairs (second_id);

-- How far the search of all records of a type for duplicates has come.
create table duplicate_searches (
  type text primary key,
  state text not null check (state in ('running', 'done', 'cancelled', 'failed')),
  -- First every record's keys are made, then those with equal keys are compared.
  phase text not null check (phase in ('keys', 'pairs')),
  at_record uuid,
  at_key bigint,
  records int not null default 0,
  compared bigint not null default 0,
  found int not null default 0,
  -- About how many records there are, for the share that is done.
  expected int not null default 0,
  -- Groups too large for comparing each with each: kind of key and size of the largest, and how many there were.
  large jsonb not null default '[]',
  large_groups int not null default 0,
  cancelling boolean not null default false,
  started_by uuid references users on delete set null,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  error text
);

-- What is gone for good has no keys, is nobody's duplicate, and takes what was merged into it along.
create function forget_duplicates() returns trigger language plpgsql as $$
begin
  delete from duplicate_keys k using gone where k.record_id = gone.id;
  delete from duplicate_pairs p using gone where p.first_id = gone.id;
  delete from duplicate_pairs p using gone where p.second_id = gone.id;
  delete from record_merges m using gone where m.primary_id = gone.id;
  return null;
end $$;
create trigger people_gone after delete on people referencing old table as gone
  for each statement execute function forget_duplicates();
create trigger companies_gone after delete on companies referencing old table as gone
  for each statement execute function forget_duplicates();
