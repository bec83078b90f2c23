-- An import is a draft first, which is kept while it is being said what its files mean, and can be undone at the end.
alter table imports
  drop constraint imports_state_check,
  add constraint imports_state_check check (state in
    ('draft', 'checking', 'checked', 'running', 'cancelled', 'failed', 'done', 'undoing', 'half-undone', 'undone')),
  -- What was last begun: going on after a mere trial begins with the first row.
  add column mode text check (mode in ('check', 'run')),
  -- The files given to it, in their order.
  add column files uuid[] not null default '{}',
  -- Counts every change of the row, for those who write at the same time and for those who watch.
  add column version int not null default 1,
  add column updated_at timestamptz not null default now(),
  -- How far it is undone: `{ by, total, done, cursor, binned, reverted, kept }`; `cursor` is the last event taken back.
  add column undo jsonb,
  alter column passes set default '[]';

update imports set
  mode = case when state in ('checking', 'checked') then 'check' when state <> 'draft' then 'run' end,
  updated_at = coalesce(finished_at, created_at),
  files = (select coalesce(array_agg(distinct (pass ->> 'upload')::uuid), '{}') from jsonb_array_elements(passes) pass);

create function count_import_change() returns trigger language plpgsql as $$
begin
  new.version := old.version + 1;
  new.updated_at := clock_timestamp();
  return new;
end $$;
create trigger imports_counted before update on imports for each row execute function count_import_change();

-- What an import gave to records that were there before it: ids at the source and further e-mails.
create table import_claims (
  import_id uuid not null references imports on delete cascade,
  kind text not null check (kind in ('external-id', 'email')),
  type text not null,
  value text not null,
  record_id uuid not null,
  primary key (import_id, kind, type, value)
);

-- What undoing an import left as it is, and why: `fields` are those changed again since, none when it is the record.
create table import_kept (
  import_id uuid not null references imports on delete cascade,
  record_id uuid not null,
  type text not null,
  fields text[] not null default '{}',
  reason text not null,
  primary key (import_id, record_id)
);

-- A rate is known to the ledger by an id of its own.
alter table exchange_rates add column id uuid not null default new_id();
create unique index exchange_rates_id on exchange_rates (id);
