-- The fields that a company adds to its record types. Values stand in the table's `custom` column under the field's
-- name, as the API has them; references stand in `record_links`, so that they keep foreign keys.
create table own_fields (
  id uuid primary key default new_id(),
  version int not null default 1,
  record_type text not null,
  name text not null check (name ~ '^own_[a-z0-9][a-z0-9_]*$' and length(name) <= 40),
  type text not null,
  label text not null check (label <> ''),
  help text,
  required boolean not null default false,
  is_unique boolean not null default false,
  searched boolean not null default false,
  personal boolean not null default false,
  default_value jsonb,
  -- [{ value, label, retired }]
  options jsonb,
  refers_to text,
  position int not null,
  created_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  retired_at timestamptz,
  constraint own_fields_name_key unique (record_type, name),
  constraint own_fields_refers_check check ((type in ('reference', 'references')) = (refers_to is not null)),
  constraint own_fields_options_check check ((type in ('choice', 'choices')) = (options is not null))
);
create unique index own_fields_label_key on own_fields (record_type, lower(label)) where retired_at is null;

-- Counts up with every change of any field, so that whoever remembers the fields knows when to read them again.
create table own_fields_version (
  id boolean primary key default true check (id),
  version int not null default 0
);
insert into own_fields_version default values;
create function count_own_fields_change() returns trigger language plpgsql as $$
begin
  update own_fields_version set version = version + 1;
  return null;
end $$;
create trigger own_fields_changed after insert or update or delete on own_fields
  for each statement execute function count_own_fields_change();

-- How often lists were narrowed or put in order by a field, by day: what is asked for often gets an index.
create table own_field_uses (
  record_type text not null,
  name text not null,
  manner text not null check (manner in ('value', 'words', 'any', 'ascending', 'descending')),
  day date not null,
  count int not null,
  primary key (record_type, name, manner, day)
);

-- Values of `custom` as their types. A cast of text to a day or a moment depends on settings of the session, as an index
-- must not; these read the one form that is written, and make nothing of any other.
create function own_date(value text) returns date language sql immutable parallel safe as $$
  select case when value like '____-__-__' and value > '0001'
    then make_date(left(value, 4)::int, substr(value, 6, 2)::int, substr(value, 9, 2)::int) end
$$;
create function own_moment(value text) returns timestamptz language sql immutable parallel safe as $$
  select case when value like '____-__-__T__:__:__.___Z' and value > '0001'
    then make_timestamp(left(value, 4)::int, substr(value, 6, 2)::int, substr(value, 9, 2)::int,
      substr(value, 12, 2)::int, substr(value, 15, 2)::int, substr(value, 18, 6)::double precision) at time zone 'UTC' end
$$;
create function own_texts(value jsonb) returns text[] language sql immutable parallel safe as $$
  select case when value is not null then array(select jsonb_array_elements_text(value)) end
$$;

-- Own references may lead to records of any type. Each column has an index of its own, by which deleting a record finds
-- what refers to it.
alter table record_links
  drop constraint record_links_check,
  drop column to_id,
  add column task_id uuid references tasks on delete cascade,
  add column note_id uuid references notes on delete cascade,
  add column call_id uuid references calls on delete cascade,
  add column meeting_id uuid references meetings on delete cascade,
  add column pipeline_id uuid references pipelines on delete cascade,
  add column stage_id uuid references stages on delete cascade,
  add column team_id uuid references teams on delete cascade;
alter table record_links
  add column to_id uuid not null generated always as (coalesce(person_id, company_id, deal_id, user_id, product_id,
    task_id, note_id, call_id, meeting_id, pipeline_id, stage_id, team_id)) stored,
  add primary key (from_id, field, to_id),
  add check (num_nonnulls(person_id, company_id, deal_id, user_id, product_id,
    task_id, note_id, call_id, meeting_id, pipeline_id, stage_id, team_id) = 1);
create index record_links_to on record_links (to_id, field);
create index record_links_person on record_links (person_id) where person_id is not null;
create index record_links_company on record_links (company_id) where company_id is not null;
create index record_links_deal on record_links (deal_id) where deal_id is not null;
create index record_links_user on record_links (user_id) where user_id is not null;
create index record_links_product on record_links (product_id) where product_id is not null;
create index record_links_task on record_links (task_id) where task_id is not null;
create index record_links_note on record_links (note_id) where note_id is not null;
create index record_links_call on record_links (call_id) where call_id is not null;
create index record_links_meeting on record_links (meeting_id) where meeting_id is not null;
create index record_links_pipeline on record_links (pipeline_id) where pipeline_id is not null;
create index record_links_stage on record_links (stage_id) where stage_id is not null;
create index record_links_team on record_links (team_id) where team_id is not null;
