create table leads (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  name text not null check (name <> ''),
  person_id uuid not null references people on delete cascade,
  company_id uuid references companies on delete set null,
  status text not null default 'new' check (status in ('new', 'working', 'qualified', 'disqualified', 'recycled')),
  source text,
  channel text,
  campaign text,
  interest text,
  product_id uuid references products on delete set null,
  owner_id uuid references users on delete set null,
  respond_by timestamptz,
  warn_at timestamptz,
  first_touched_at timestamptz,
  assigned_at timestamptz,
  score double precision check (score between 0 and 100),
  reason text,
  recycle_on date,
  deal_id uuid references deals on delete set null,
  converted_at timestamptz,
  tags text[],
  description text,
  -- Which rule gave it its owner and in which of the rule's turns; when it goes to the next unless somebody touches it.
  -- No foreign key: a rule that is gone has nothing to ask of its leads.
  assigned_rule_id uuid,
  assigned_turn bigint,
  reassign_at timestamptz,
  title text not null generated always as (name) stored,
  -- Of an erased person's lead no words stay.
  constraint leads_reason_check check (status <> 'disqualified' or reason is not null or name = '[erased]'),
  constraint leads_recycle_on_check check ((status = 'recycled') = (recycle_on is not null)),
  -- A deal that is deleted for good leaves the moment behind, and no other way leads to a lead without its deal.
  constraint leads_deal_check check (deal_id is null or converted_at is not null),
  constraint leads_converted_at_check check (converted_at is null or status = 'qualified'),
  constraint leads_warn_at_check check ((warn_at is null) = (respond_by is null) and warn_at <= respond_by)
);
create index leads_created on leads (created_at desc, id desc) where deleted_at is null;
create index leads_title on leads (title, id) where deleted_at is null;
create index leads_updated on leads (updated_at desc, id desc) where deleted_at is null;
create index leads_owner on leads (owner_id, created_at desc, id desc) where deleted_at is null;
create index leads_status on leads (status, created_at desc, id desc) where deleted_at is null;
create index leads_person on leads (person_id);
create index leads_company on leads (company_id) where company_id is not null;
create index leads_product on leads (product_id) where product_id is not null;
create unique index leads_deal_key on leads (deal_id) where deal_id is not null;
create index leads_deleted on leads (deleted_at) where deleted_at is not null;
-- What waits for somebody: the clock of each member, and how many open leads they have.
create index leads_waiting on leads (owner_id, respond_by)
  where status in ('new', 'working') and first_touched_at is null and deleted_at is null;
create index leads_open on leads (owner_id) where status in ('new', 'working') and deleted_at is null;
create index leads_reassign on leads (reassign_at) where reassign_at is not null;
create index leads_recycle on leads (recycle_on) where status = 'recycled' and deleted_at is null;

-- Each entry into a status: who, when and, where it was said, why. Appended, never changed.
create table lead_status_entries (
  id uuid primary key default new_id(),
  lead_id uuid not null references leads on delete cascade,
  status text not null check (status in ('new', 'working', 'qualified', 'disqualified', 'recycled')),
  reason text,
  at timestamptz not null,
  -- The day in the organisation's time zone.
  entered_on date not null,
  recorded_at timestamptz not null default now(),
  actor_id uuid
);
create index lead_status_entries_lead on lead_status_entries (lead_id, at);
create index lead_status_entries_status on lead_status_entries (status, entered_on) include (lead_id);

-- What is known of a lead by each criterion of a framework. Another framework leaves these where they are.
create table lead_answers (
  lead_id uuid not null references leads on delete cascade,
  criterion text not null check (criterion ~ '^[a-z][a-zA-Z0-9-]{0,39}$'),
  answer text not null check (answer in ('yes', 'partly', 'no', 'unknown')),
  note text not null default '',
  answered_by uuid references users on delete set null,
  answered_at timestamptz not null default now(),
  primary key (lead_id, criterion)
);

-- How a company works its leads. What is not in it is as `contract/sales/lead-settings.ts` has it by default.
create table lead_settings (
  single boolean primary key default true check (single),
  chosen jsonb not null default '{}' check (jsonb_typeof(chosen) = 'object')
);

-- Who gets a new lead: the first rule that it matches and that has a member at work.
create table assignment_rules (
  id uuid primary key default new_id(),
  position int not null,
  name text not null check (name <> ''),
  filter jsonb,
  way text not null check (way in ('roundRobin', 'byLoad')),
  team_id uuid references teams on delete set null
);
create table assignment_members (
  rule_id uuid not null references assignment_rules on delete cascade,
  user_id uuid not null references users on delete cascade,
  position int not null,
  primary key (rule_id, user_id)
);
create index assignment_members_user on assignment_members (user_id);
-- In which turn of a rule each member last got a lead, so that the one whose turn is longest past is next.
create table assignment_turns (
  rule_id uuid not null references assignment_rules on delete cascade,
  user_id uuid not null references users on delete cascade,
  turn bigint not null,
  primary key (rule_id, user_id)
);
create index assignment_turns_user on assignment_turns (user_id);

-- Own references may lead to leads as well. Which types there are is read from the table, as others may have been added.
do $$
declare referring text;
begin
  alter table record_links add column lead_id uuid references leads on delete cascade;
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
create index record_links_lead on record_links (lead_id) where lead_id is not null;
