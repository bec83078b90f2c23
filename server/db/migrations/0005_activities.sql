create table tasks (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  subject text not null check (subject <> ''),
  status text not null default 'open' check (status in ('open', 'done')),
  due_at timestamptz,
  priority text check (priority in ('low', 'normal', 'high')),
  owner_id uuid references users on delete set null,
  person_id uuid references people on delete cascade,
  company_id uuid references companies on delete cascade,
  deal_id uuid references deals on delete cascade,
  body text,
  done_at timestamptz,
  title text not null generated always as (subject) stored,
  constraint tasks_done_check check ((status = 'done') = (done_at is not null))
);
create index tasks_due on tasks (owner_id, due_at) where status = 'open' and deleted_at is null;
create index tasks_created on tasks (created_at desc, id desc) where deleted_at is null;
create index tasks_person on tasks (person_id) where person_id is not null;
create index tasks_company on tasks (company_id) where company_id is not null;
create index tasks_deal on tasks (deal_id) where deal_id is not null;

create table notes (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  body text not null check (body <> ''),
  owner_id uuid references users on delete set null,
  person_id uuid references people on delete cascade,
  company_id uuid references companies on delete cascade,
  deal_id uuid references deals on delete cascade,
  pinned boolean not null default false,
  title text not null generated always as (
    left(btrim(regexp_replace(regexp_replace(body, '<[^>]*>', ' ', 'g'), '\s+', ' ', 'g')), 120)
  ) stored
);
create index notes_created on notes (created_at desc, id desc) where deleted_at is null;
create index notes_person on notes (person_id) where person_id is not null;
create index notes_company on notes (company_id) where company_id is not null;
create index notes_deal on notes (deal_id) where deal_id is not null;

create table calls (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  subject text,
  direction text not null default 'outbound' check (direction in ('outbound', 'inbound')),
  outcome text,
  started_at timestamptz,
  duration bigint check (duration >= 0),
  owner_id uuid references users on delete set null,
  person_id uuid references people on delete cascade,
  company_id uuid references companies on delete cascade,
  deal_id uuid references deals on delete cascade,
  body text,
  title text not null generated always as (coalesce(nullif(subject, ''), 'Call')) stored
);
create index calls_started on calls (started_at desc, id desc) where deleted_at is null;
create index calls_person on calls (person_id) where person_id is not null;
create index calls_company on calls (company_id) where company_id is not null;
create index calls_deal on calls (deal_id) where deal_id is not null;

create table meetings (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  subject text not null check (subject <> ''),
  starts_at timestamptz not null,
  ends_at timestamptz,
  location text,
  outcome text,
  owner_id uuid references users on delete set null,
  person_id uuid references people on delete cascade,
  company_id uuid references companies on delete cascade,
  deal_id uuid references deals on delete cascade,
  body text,
  title text not null generated always as (subject) stored,
  constraint meetings_ends_check check (ends_at >= starts_at)
);
create index meetings_starts on meetings (starts_at desc, id desc) where deleted_at is null;
create index meetings_person on meetings (person_id) where person_id is not null;
create index meetings_company on meetings (company_id) where company_id is not null;
create index meetings_deal on meetings (deal_id) where deal_id is not null;

-- References to many, of our own types and of a company's own fields: one column for each type referred to, so that
-- they keep foreign keys.
create table record_links (
  from_type text not null,
  from_id uuid not null,
  field text not null,
  position int not null default 0,
  person_id uuid references people on delete cascade,
  company_id uuid references companies on delete cascade,
  deal_id uuid references deals on delete cascade,
  user_id uuid references users on delete cascade,
  product_id uuid references products on delete cascade,
  to_id uuid not null generated always as (coalesce(person_id, company_id, deal_id, user_id, product_id)) stored,
  primary key (from_id, field, to_id),
  check (num_nonnulls(person_id, company_id, deal_id, user_id, product_id) = 1)
);
create index record_links_to on record_links (to_id, field);
