-- What selling costs, by month, in the organisation's currency. A month without a row is not known; zero is zero.
create table sales_costs (
  month date not null check (month = date_trunc('month', month::timestamp)::date),
  kind text not null check (kind in ('salaries', 'tools', 'other', 'marketing')),
  -- Of marketing spend: where it went, or null where it was not told apart.
  channel text check (channel is null or kind = 'marketing'),
  amount bigint not null check (amount >= 0),
  amount_currency text not null check (amount_currency ~ '^[A-Z]{3}$'),
  constraint sales_costs_key unique nulls not distinct (month, kind, channel)
);

-- How many days lie between paying for a customer and winning them; null is the median sales cycle.
create table acquisition_settings (
  single boolean primary key default true check (single),
  lag_days int check (lag_days between 0 and 1095)
);
insert into acquisition_settings default values;

-- Teams that want no leader board: nobody sees their members on it.
create table teams_off_board (
  team_id uuid primary key references teams on delete cascade
);

-- Reports follow deals through their stages in one direction or from a day; both read the index alone.
drop index deal_stage_entries_deal;
create index deal_stage_entries_deal on deal_stage_entries (deal_id, at, id) include (stage_id, status, entered_on, recorded_at);
create index deal_stage_entries_entered on deal_stage_entries (entered_on, deal_id) include (stage_id, status, at, id, recorded_at);

-- The seconds between two moments while the company is open by the clock of its zone: `week` has the hours of each day
-- from Monday on, null on a day without business. A company that is never open counts all time.
create function business_seconds(since timestamptz, until timestamptz, week jsonb, zone text) returns double precision
language sql stable as $$
  select case when week = '[null,null,null,null,null,null,null]' then extract(epoch from until - since)::float8
    else coalesce((
      select sum(extract(epoch from closes - opens))::float8
      from generate_series((since at time zone zone)::date, (until at time zone zone)::date, interval '1 day') day
        cross join lateral (select week -> extract(isodow from day)::int - 1 as hours) hours
        cross join lateral (select
          greatest(since, (day::date + (hours ->> 'from')::time) at time zone zone) as opens,
          least(until, (day::date + (hours ->> 'to')::time) at time zone zone) as closes) open
      where jsonb_typeof(hours) = 'object' and opens < closes), 0) end
$$;

-- How long a lead waited for its first touch since it last arrived, in hours: by the clock on the wall, and by the
-- business hours of that day. Kept then, so that other business hours change nothing of the past.
alter table leads add column response_hours double precision, add column response_business_hours double precision;

create function keep_lead_response() returns trigger language plpgsql as $$
declare
  arrived timestamptz := coalesce((
    select max(at) from lead_status_entries where lead_id = new.id and status = 'new' and at <= new.first_touched_at),
    new.created_at);
  week jsonb := coalesce((select chosen -> 'week' from lead_settings),
    '[{"from":"09:00","to":"18:00"},{"from":"09:00","to":"18:00"},{"from":"09:00","to":"18:00"},
      {"from":"09:00","to":"18:00"},{"from":"09:00","to":"18:00"},null,null]');
begin
  if new.first_touched_at is null or new.first_touched_at < arrived then
    new.response_hours := null;
    new.response_business_hours := null;
  else
    new.response_hours := extract(epoch from new.first_touched_at - arrived)::float8 / 3600;
    new.response_business_hours := business_seconds(arrived, new.first_touched_at, week,
      coalesce((select time_zone from organisation), 'UTC')) / 3600;
  end if;
  return new;
end $$;
create trigger leads_responded before insert or update of first_touched_at on leads
  for each row execute function keep_lead_response();
update leads set first_touched_at = first_touched_at where first_touched_at is not null;
