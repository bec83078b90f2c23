-- What is expected of people and teams, and what they say will come of it. Rows of quotas and of what was submitted are
-- never changed: the latest of a cell counts, so that any moment's is known. Without a figure it was taken back.
create table quotas (
  id uuid primary key default new_id(),
  user_id uuid references users on delete cascade,
  team_id uuid references teams on delete cascade,
  grain text not null check (grain in ('month', 'quarter', 'year')),
  from_on date not null,
  measure text not null check (measure in ('amount', 'margin', 'count', 'family')),
  -- The product family, of a measure by family.
  family text check (family <> ''),
  -- Minor units of the currency; of a count, deals.
  target bigint check (target >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  set_at timestamptz not null default now(),
  set_by uuid references users on delete set null,
  check (num_nonnulls(user_id, team_id) = 1),
  constraint quotas_from_on_check check (from_on = date_trunc(grain, from_on::timestamp)::date),
  check ((measure = 'family') = (family is not null)),
  check ((measure = 'count') = (currency is null))
);
create index quotas_cell on quotas (measure, from_on, grain, user_id, team_id);
create index quotas_user on quotas (user_id) where user_id is not null;
create index quotas_team on quotas (team_id) where team_id is not null;

create table forecast_submissions (
  id uuid primary key default new_id(),
  user_id uuid references users on delete cascade,
  team_id uuid references teams on delete cascade,
  grain text not null check (grain in ('week', 'month', 'quarter')),
  from_on date not null,
  col text not null check (col in ('commit', 'best_case', 'pipeline')),
  -- Minor units of the currency; null where it was withdrawn.
  amount bigint,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  reason text not null check (reason <> ''),
  set_at timestamptz not null default now(),
  set_by uuid references users on delete set null,
  check (num_nonnulls(user_id, team_id) = 1),
  constraint forecast_submissions_from_on_check check (from_on = date_trunc(grain, from_on::timestamp)::date)
);
create index forecast_submissions_cell on forecast_submissions (grain, from_on, user_id, team_id);
create index forecast_submissions_user on forecast_submissions (user_id) where user_id is not null;
create index forecast_submissions_team on forecast_submissions (team_id) where team_id is not null;

-- Why a deal stands in another category than its stage's. The category itself is a field of the deal.
create table forecast_category_reasons (
  id uuid primary key default new_id(),
  deal_id uuid not null references deals on delete cascade,
  category text check (category in ('pipeline', 'best_case', 'commit', 'omitted')),
  reason text not null check (reason <> ''),
  set_at timestamptz not null default now(),
  set_by uuid references users on delete set null
);
create index forecast_category_reasons_deal on forecast_category_reasons (deal_id, id desc);

-- What was forecast when. The rows below it refer to nothing: they stay when what they tell of has gone.
create table forecast_snapshots (
  id uuid primary key default new_id(),
  taken_at timestamptz not null default now(),
  -- The Monday of its week, in the company's zone; the one that the clock took is the week's.
  week_on date not null check (extract(isodow from week_on) = 1),
  weekly boolean not null,
  taken_by uuid references users on delete set null,
  currency text not null check (currency ~ '^[A-Z]{3}$')
);
create unique index forecast_snapshots_week_key on forecast_snapshots (week_on) where weekly;
create index forecast_snapshots_taken on forecast_snapshots (taken_at desc, id desc);

-- Every deal that was open, and of those open in the snapshot before what has become of them.
create table forecast_snapshot_deals (
  snapshot_id uuid not null references forecast_snapshots on delete cascade,
  deal_id uuid not null,
  owner_id uuid,
  team_id uuid,
  status text not null check (status in ('open', 'won', 'lost')),
  -- Minor units of the company's currency; null without an amount or a rate.
  amount bigint,
  category text not null check (category in ('pipeline', 'best_case', 'commit', 'omitted', 'closed')),
  expected_close_on date,
  primary key (snapshot_id, deal_id)
);
create index forecast_snapshot_deals_deal on forecast_snapshot_deals (deal_id);

-- What each person stood at in each period, by category: nothing is added up here.
create table forecast_snapshot_people (
  snapshot_id uuid not null references forecast_snapshots on delete cascade,
  grain text not null check (grain in ('week', 'month', 'quarter')),
  from_on date not null,
  owner_id uuid,
  team_id uuid,
  closed bigint not null,
  commit bigint not null,
  best_case bigint not null,
  pipeline bigint not null,
  constraint forecast_snapshot_people_key unique nulls not distinct (snapshot_id, grain, from_on, owner_id)
);
create index forecast_snapshot_people_period on forecast_snapshot_people (grain, from_on);

-- A period's open deals are read from this index alone.
create index deals_expected on deals (expected_close_on)
  include (id, owner_id, stage_id, amount, amount_currency, forecast_category)
  where status = 'open' and deleted_at is null;
