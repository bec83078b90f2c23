create table pipelines (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  name text not null check (name <> ''),
  position double precision not null default 0,
  title text not null generated always as (name) stored,
  constraint pipelines_name_key unique (name)
);

create table stages (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  name text not null check (name <> ''),
  pipeline_id uuid not null references pipelines on delete cascade,
  position double precision not null default 0,
  kind text not null default 'open' check (kind in ('open', 'won', 'lost')),
  probability double precision not null default 0 check (probability between 0 and 1),
  forecast_category text not null default 'pipeline'
    check (forecast_category in ('pipeline', 'best_case', 'commit', 'closed', 'omitted')),
  title text not null generated always as (name) stored,
  constraint stages_name_key unique (pipeline_id, name),
  -- Deals refer to stage and pipeline together, so that a deal is never in a stage of another pipeline.
  constraint stages_pipeline_key unique (id, pipeline_id)
);

create table products (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  name text not null check (name <> ''),
  sku text,
  family text,
  price bigint,
  price_currency text,
  active boolean not null default true,
  description text,
  title text not null generated always as (name) stored,
  constraint products_name_key unique (name),
  constraint products_sku_key unique (sku),
  constraint products_price_check check ((price is null) = (price_currency is null))
);

create table deals (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  name text not null check (name <> ''),
  company_id uuid references companies on delete set null,
  person_id uuid references people on delete set null,
  pipeline_id uuid not null references pipelines,
  stage_id uuid not null,
  amount bigint,
  amount_currency text,
  -- In the organisation's currency at the rate of the day it closed; frozen then. Null when no rate was known.
  closed_amount bigint,
  owner_id uuid references users on delete set null,
  developer_id uuid references users on delete set null,
  product_id uuid references products on delete set null,
  opened_on date,
  expected_close_on date,
  status text not null default 'open' check (status in ('open', 'won', 'lost')),
  closed_at timestamptz,
  -- The day of closing and the days since opening, in the organisation's time zone; changing the zone rewrites them.
  closed_on date,
  cycle_days double precision,
  loss_reason text,
  won_reason text,
  probability double precision check (probability between 0 and 1),
  forecast_category text check (forecast_category in ('pipeline', 'best_case', 'commit', 'omitted')),
  source text,
  channel text,
  segment text,
  lead_type text,
  dates_contradict boolean not null default false,
  tags text[],
  description text,
  title text not null generated always as (name) stored,
  foreign key (stage_id, pipeline_id) references stages (id, pipeline_id),
  constraint deals_amount_check check ((amount is null) = (amount_currency is null)),
  constraint deals_dates_check check (dates_contradict = coalesce(closed_on < opened_on, false)),
  constraint deals_closed_check check ((status = 'open') = (closed_on is null) and (closed_on is null) = (closed_at is null))
);
create index deals_created on deals (created_at desc, id desc) where deleted_at is null;
create index deals_title on deals (title, id) where deleted_at is null;
create index deals_updated on deals (updated_at desc, id desc) where deleted_at is null;
create index deals_owner on deals (owner_id, created_at desc, id desc) where deleted_at is null;
create index deals_stage on deals (stage_id, created_at desc, id desc) where deleted_at is null;
create index deals_company on deals (company_id, closed_on) where company_id is not null;
create index deals_person on deals (person_id, closed_on) where person_id is not null;
create index deals_product on deals (product_id) where product_id is not null;
-- Metrics of closed deals read this index alone, unless they ask for words such as the source: a long text does not
-- fit into an index row, and the write would fail. What has a fixed width stands first, because it is read faster.
create index deals_closed on deals (closed_on)
  include (closed_amount, amount, cycle_days, opened_on, owner_id, pipeline_id, stage_id, product_id, company_id, person_id,
    dates_contradict, status)
  where status <> 'open' and deleted_at is null;
-- Who became a customer when: the first won deal of each company and person.
create index deals_won_company on deals (company_id, closed_on) include (id, opened_on, owner_id)
  where status = 'won' and deleted_at is null and company_id is not null;
create index deals_won_person on deals (person_id, closed_on) include (id, opened_on, owner_id, company_id)
  where status = 'won' and deleted_at is null and person_id is not null;
create index deals_won_alone on deals (person_id, closed_on) include (id, opened_on, owner_id)
  where status = 'won' and deleted_at is null and person_id is not null and company_id is null;
create index deals_open on deals (pipeline_id, stage_id)
  include (amount, amount_currency, probability, owner_id) where status = 'open' and deleted_at is null;
create index deals_deleted on deals (deleted_at) where deleted_at is not null;

-- Each entry into a stage: who, when, into what status. Appended, never changed; `at` is when it happened,
-- `recorded_at` when we learned of it.
create table deal_stage_entries (
  id uuid primary key default new_id(),
  deal_id uuid not null references deals on delete cascade,
  stage_id uuid not null references stages on delete cascade,
  status text not null check (status in ('open', 'won', 'lost')),
  at timestamptz not null,
  entered_on date not null,
  recorded_at timestamptz not null default now(),
  actor_id uuid
);
create index deal_stage_entries_deal on deal_stage_entries (deal_id, at);

-- What one unit of a currency is worth in the organisation's, from a day on until the next rate.
create table exchange_rates (
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  from_on date not null,
  rate numeric(24, 12) not null check (rate > 0),
  primary key (currency, from_on)
);
