-- A day that was stated stays as it was stated: only days that came from moments move with the organisation's zone.
alter table deals
  add column closed_on_stated boolean not null default false,
  -- Open again after a close, whose day and outcome its stage entries keep.
  add column reopened boolean not null default false;
alter table deal_stage_entries add column day_stated boolean not null default false;

-- Until now a day alone was kept as its first moment.
update deals set closed_on_stated = true
  where closed_at = closed_on::timestamp at time zone coalesce((select time_zone from organisation), 'UTC');
update deal_stage_entries set day_stated = true
  where status <> 'open' and at = entered_on::timestamp at time zone coalesce((select time_zone from organisation), 'UTC');
update deals d set reopened = true
  where status = 'open' and exists (select from deal_stage_entries e where e.deal_id = d.id and e.status <> 'open');

create index deals_reopened on deals (id) where reopened and deleted_at is null;

-- What was counted of a deal until a change of it, where no field of it says so: with the ledger's changes, what is
-- needed to count deals as they were recorded before a moment.
create table deal_counts_before (
  id uuid primary key default new_id(),
  deal_id uuid not null references deals on delete cascade,
  changed_at timestamptz not null default now(),
  closed_amount bigint,
  closed_on_stated boolean not null,
  reopened boolean not null
);
create index deal_counts_before_deal on deal_counts_before (deal_id);
create index deal_counts_before_changed on deal_counts_before (changed_at);

-- In an order in which the first won deal of each company, and of each person without one, comes first.
drop index deals_won_company;
drop index deals_won_alone;
create index deals_won_company on deals (company_id, closed_on, closed_at, id) include (opened_on, owner_id)
  where status = 'won' and deleted_at is null and company_id is not null;
create index deals_won_alone on deals (person_id, closed_on, closed_at, id) include (opened_on, owner_id)
  where status = 'won' and deleted_at is null and person_id is not null and company_id is null;
create index deals_won_nobodys on deals (closed_on) include (id, owner_id)
  where status = 'won' and deleted_at is null and person_id is null and company_id is null;

-- Whoever enters a stage again is counted by who they are, everybody else by their one entry, which is many times
-- quicker. It may say so of an entry whose like has gone since; it never fails to say so.
alter table lifecycle_entries add column again boolean not null default false;
update lifecycle_entries e set again = true
  where person_id is not null and exists (
    select from lifecycle_entries earlier where earlier.person_id = e.person_id and earlier.stage = e.stage and earlier.id < e.id);
-- People and their entries in one order: joined side by side, they need no table of hashes that no cache holds.
create index lifecycle_entries_in_order on lifecycle_entries (stage, person_id, entered_on) where person_id is not null;
create index people_in_order on people (id) include (owner_id, company_id) where deleted_at is null;
create index lifecycle_entries_again on lifecycle_entries (stage, person_id) where again and person_id is not null;

create function mark_entered_again() returns trigger language plpgsql as $$
begin
  new.again := exists (
    select from lifecycle_entries e where e.person_id = new.person_id and e.stage = new.stage and e.id <> new.id);
  return new;
end $$;
create trigger lifecycle_entries_entered before insert or update of person_id, stage on lifecycle_entries
  for each row when (new.person_id is not null) execute function mark_entered_again();
