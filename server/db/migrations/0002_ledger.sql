-- The ledger: every change of state that means something, appended in the transaction that made it.

-- A restore into another cluster restarts transaction ids; the offset keeps the ledger's order through it. It is a
-- constant inside a function, replaced at such a start, because the default of every event reads it.
create function ledger_offset() returns bigint language sql stable parallel safe as 'select 0::bigint';

create table ledger_cluster (
  id boolean primary key default true check (id),
  system_identifier bigint not null
);

create table events (
  id uuid not null default new_id(),
  tx bigint not null default pg_current_xact_id()::text::bigint + ledger_offset(),
  type text not null,
  -- When it happened; an import keeps the original moment.
  at timestamptz not null default now(),
  recorded_at timestamptz not null default now(),
  origin text not null check (origin in ('web', 'api', 'import', 'sample', 'automation', 'system')),
  -- The member who did it, the key it came with, the import it belongs to.
  actor_id uuid,
  key_id uuid,
  import_id uuid,
  subject_type text not null,
  subject_id uuid not null,
  -- The subject's version that this change made: what must apply in order per record carries it.
  subject_version int,
  person_id uuid,
  company_id uuid,
  data jsonb not null default '{}',
  -- Personal text, blanked by erasure; the only part of an event that ever changes.
  personal jsonb,
  primary key (id)
) partition by range (id);

create table events_default partition of events default;

create index events_order on events (tx, id);
create index events_person on events (person_id, at desc, id desc) where person_id is not null;
-- A company's timeline includes what happened with its people and no company yet.
create index events_person_alone on events (person_id, at desc, id desc) where company_id is null and person_id is not null;
create index events_company on events (company_id, at desc, id desc) where company_id is not null;
create index events_sample on events (id) where origin = 'sample';
create index events_subject on events (subject_id, id desc);

-- Further parties of one event: a meeting's other attendees, a hand-off's other side.
create table event_subjects (
  event_id uuid not null,
  subject_type text not null,
  subject_id uuid not null,
  at timestamptz not null,
  primary key (subject_id, at, event_id)
);

-- The first id of a month's partition: a UUIDv7 of that moment with all other bits zero.
create function id_from(moment timestamptz) returns uuid language sql immutable parallel safe as $$
  select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid
$$;

-- Makes the partitions of the months up to `months` ahead; safe to call at any time and by several processes.
create function make_event_partitions(months int) returns void language plpgsql as $$
declare
  first date := date_trunc('month', now() at time zone 'UTC');
  month date;
  part text;
  low uuid;
  high uuid;
begin
  perform pg_advisory_xact_lock(hashtext('make_event_partitions'));
  for i in 0 .. months loop
    month := first + make_interval(months => i);
    part := 'events_' || to_char(month, 'YYYY_MM');
    if to_regclass(part) is null then
      low := id_from(month::timestamp at time zone 'UTC');
      high := id_from((month + interval '1 month')::timestamp at time zone 'UTC');
      execute format('create table %I (like events including defaults including constraints)', part);
      -- What was written while its month had no partition yet, as after months of standstill, stands in the default one.
      execute format('with early as (delete from events_default where id >= %L and id < %L returning *)
        insert into %I select * from early', low, high, part);
      execute format('alter table events attach partition %I for values from (%L) to (%L)', part, low, high);
    end if;
  end loop;
end $$;
select make_event_partitions(3);

create table ledger_cursors (
  consumer text primary key,
  tx bigint not null,
  event_id uuid not null,
  moved_at timestamptz not null default now()
);
