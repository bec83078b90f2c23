-- Files sent in to be imported, kept below the data folder.
create table import_files (
  id uuid primary key default new_id(),
  name text not null check (name <> ''),
  path text not null,
  bytes bigint not null,
  sha256 text not null,
  rows int not null,
  dialect jsonb not null,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now()
);

create table import_mappings (
  id uuid primary key default new_id(),
  mapping jsonb not null,
  name text not null generated always as (mapping ->> 'name') stored,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint import_mappings_name_key unique (name)
);

create table imports (
  id uuid primary key default new_id(),
  name text not null,
  mapping jsonb not null,
  -- The passes over files in their order: `{ file, upload, name, rows }`, `file` the position in the mapping.
  passes jsonb not null,
  state text not null default 'draft'
    check (state in ('draft', 'checking', 'checked', 'running', 'cancelled', 'failed', 'done')),
  -- Where the work stands: all rows up to `at_row` of `at_pass` are done. Moves in the transaction of the rows.
  at_pass int not null default 0,
  at_row int not null default 0,
  -- By pass: rows, created, updated, unchanged, merged, left, refused.
  counts jsonb not null default '[]',
  -- What a dry run found.
  report jsonb,
  error text,
  cancelling boolean not null default false,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  -- Since when this run of it has been working, and how many rows were done then: for rate and time left.
  resumed_at timestamptz,
  resumed_rows int not null default 0,
  finished_at timestamptz
);
create index imports_created on imports (created_at desc, id desc);

-- Rows that were not taken, and why. The rows themselves stay in their file.
create table import_refusals (
  import_id uuid not null references imports on delete cascade,
  pass int not null,
  row int not null,
  column_name text,
  value text,
  reason text not null,
  primary key (import_id, pass, row)
);

-- Rows that refer to a later row of their own file: taken when the rest of the file is in.
create table import_deferrals (
  import_id uuid not null references imports on delete cascade,
  pass int not null,
  row int not null,
  primary key (import_id, pass, row)
);

-- Records that an import has met, other than those it made: a later row of the same record only fills its blanks.
create table import_meetings (
  import_id uuid not null references imports on delete cascade,
  record_id uuid not null,
  primary key (import_id, record_id)
);

-- Indexes and references that a large first import has set aside, to be made again in one go when it ends or is
-- found dead.
create table import_rebuilds (
  name text primary key,
  kind text not null check (kind in ('index', 'reference')),
  definition text not null
);
