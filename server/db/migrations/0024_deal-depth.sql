-- What a deal has to bring before it leaves a stage, and when one in it counts as gone quiet.
alter table pipelines add column next_step_demanded boolean not null default false;
alter table stages
  add column quiet_after double precision,
  add constraint stages_quiet_after_check
    check (quiet_after is null or (kind = 'open' and quiet_after between 1 and 3650 and quiet_after = trunc(quiet_after)));

-- A field of the deal that must be known, or an item of a checklist.
create table stage_criteria (
  id uuid primary key default new_id(),
  stage_id uuid not null references stages on delete cascade,
  position int not null,
  field text check (field <> ''),
  label text check (label <> ''),
  constraint stage_criteria_check check (num_nonnulls(field, label) = 1),
  constraint stage_criteria_field_key unique (stage_id, field)
);

alter table deals
  add column next_step text,
  add column next_step_on date,
  add column closing_note text,
  add column stage_since timestamptz,
  -- When somebody last did something for it, and the day from which on it counts as gone quiet unless somebody does.
  add column touched_at timestamptz,
  add column quiet_on date,
  add column split_from_id uuid references deals on delete set null,
  add constraint deals_quiet_on_check check (quiet_on is null or status = 'open');

-- The day on which a deal that was touched then has gone quiet, in the organisation's time zone. `quietDay` says the same.
create function quiet_day(touched_at timestamptz, quiet_after double precision, zone text) returns date
  language sql stable as $$ select (touched_at at time zone zone)::date + quiet_after::int $$;

update deals d set stage_since = e.at, touched_at = greatest(e.at, a.at)
from (select deal_id, max(at) as at from deal_stage_entries group by deal_id) e
  left join (
    select deal_id, max(least(at, now())) as at from (
      select deal_id, created_at as at from notes union all
      select deal_id, coalesce(started_at, created_at) from calls union all
      select deal_id, starts_at from meetings union all
      select deal_id, created_at from tasks) done
    where deal_id is not null group by deal_id) a using (deal_id)
where e.deal_id = d.id;
update deals set stage_since = created_at, touched_at = created_at where stage_since is null;

-- A seller's board, column by column, and what has gone quiet.
create index deals_board on deals (owner_id, stage_id, created_at desc, id desc) where deleted_at is null;
create index deals_quiet on deals (owner_id, quiet_on, id)
  where status = 'open' and quiet_on is not null and deleted_at is null;
create index deals_split_from on deals (split_from_id) where split_from_id is not null;

create table deal_checks (
  deal_id uuid not null references deals on delete cascade,
  criterion_id uuid not null references stage_criteria on delete cascade,
  checked_at timestamptz not null,
  checked_by uuid references users on delete set null,
  primary key (deal_id, criterion_id)
);
create index deal_checks_criterion on deal_checks (criterion_id);

-- How a company works its deals. What is not in it is as `contract/sales/deal-settings.ts` has it by default.
create table deal_settings (
  single boolean primary key default true check (single),
  chosen jsonb not null default '{}' check (jsonb_typeof(chosen) = 'object')
);

-- Who has which part in buying.
create table deal_people (
  deal_id uuid not null references deals on delete cascade,
  person_id uuid not null references people on delete cascade,
  role text check (role ~ '^[a-z][a-zA-Z0-9-]{0,39}$'),
  attitude text check (attitude in ('supporting', 'neutral', 'opposing')),
  note text not null default '',
  added_at timestamptz not null default now(),
  added_by uuid references users on delete set null,
  primary key (deal_id, person_id)
);
create index deal_people_person on deal_people (person_id);

create table competitors (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  name text not null check (name <> ''),
  website text,
  description text,
  title text not null generated always as (name) stored,
  constraint competitors_name_key unique (name)
);
create index competitors_created on competitors (created_at desc, id desc) where deleted_at is null;

-- Who else is after a deal, and how it stands or ended with them. `status_at` is since when it has been so.
create table deal_competitors (
  deal_id uuid not null references deals on delete cascade,
  competitor_id uuid not null references competitors on delete cascade,
  status text not null default 'named' check (status in ('named', 'ahead', 'beaten', 'lost_to')),
  note text not null default '',
  named_at timestamptz not null default now(),
  status_at timestamptz not null default now(),
  set_by uuid references users on delete set null,
  primary key (deal_id, competitor_id)
);
create index deal_competitors_competitor on deal_competitors (competitor_id, status, deal_id);

-- The playbook: what customers say against buying, and the answers to it.
create table objections (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  name text not null check (name <> ''),
  description text,
  files jsonb,
  title text not null generated always as (name) stored,
  constraint objections_name_key unique (name)
);
create index objections_created on objections (created_at desc, id desc) where deleted_at is null;

create table objection_answers (
  id uuid primary key default new_id(),
  objection_id uuid not null references objections on delete cascade,
  position int not null,
  text text not null check (text <> ''),
  -- No longer given; what was said with it stays.
  retired_at timestamptz
);
create index objection_answers_objection on objection_answers (objection_id, position);

create table deal_objections (
  id uuid primary key default new_id(),
  deal_id uuid not null references deals on delete cascade,
  objection_id uuid not null references objections on delete cascade,
  -- Who raised it on their side.
  person_id uuid references people on delete set null,
  note text not null default '',
  raised_at timestamptz not null,
  raised_by uuid references users on delete set null,
  answer_id uuid references objection_answers on delete set null,
  -- Whether the answer held; null as long as nobody can tell.
  held boolean,
  answered_at timestamptz,
  answered_by uuid references users on delete set null,
  constraint deal_objections_held_check check (held is null or answered_at is not null)
);
create index deal_objections_deal on deal_objections (deal_id, raised_at);
create index deal_objections_objection on deal_objections (objection_id);
create index deal_objections_person on deal_objections (person_id) where person_id is not null;
create index deal_objections_answer on deal_objections (answer_id) where answer_id is not null;

-- An offer may be taken back.
alter table quotes drop constraint quotes_status_check, add constraint quotes_status_check
  check (status in ('draft', 'sent', 'viewed', 'accepted', 'declined', 'expired', 'superseded', 'withdrawn'));
alter table quote_editions drop constraint quote_editions_status_check, add constraint quote_editions_status_check
  check (status in ('draft', 'sent', 'viewed', 'accepted', 'declined', 'expired', 'superseded', 'withdrawn'));

-- Own references may lead to these as well. Which types there are is read from the table, as others may have been added.
do $$
declare referring text;
begin
  alter table record_links
    add column competitor_id uuid references competitors on delete cascade,
    add column objection_id uuid references objections on delete cascade;
  select string_agg(quote_ident(attname), ', ' order by attnum) into referring from pg_attribute
    where attrelid = 'record_links'::regclass and attnum > 0 and not attisdropped and attname like '%\_id'
      and attname not in ('from_id', 'to_id');
  alter table record_links drop constraint record_links_check, drop column to_id;
  execute format('alter table record_links
    add column to_id uuid not null generated always as (coalesce(%1$s)) stored,
    add primary key (from_id, field, to_id),
    add constraint record_links_check check (num_nonnulls(%1$s) = 1)', referring);
end $$;
create index record_links_to on record_links (to_id, field);
create index record_links_competitor on record_links (competitor_id) where competitor_id is not null;
create index record_links_objection on record_links (objection_id) where objection_id is not null;
