-- When somebody last spoke about a deal: a call, a note, an email, a meeting, a task that was done. Kept by
-- the database, so that every way of writing an activity, undo and import included, tells it.
alter table deals add column spoken_at timestamptz;

create function deal_spoken_at(deal uuid) returns timestamptz language sql stable as $$
  select greatest(
    (select max(coalesce(started_at, created_at)) from calls where deal_id = deal and deleted_at is null),
    (select max(created_at) from notes where deal_id = deal and deleted_at is null),
    (select max(coalesce(sent_at, created_at)) from emails where deal_id = deal and deleted_at is null),
    (select max(starts_at) from meetings where deal_id = deal and deleted_at is null
      and outcome is distinct from 'cancelled' and outcome is distinct from 'no_show'),
    (select max(done_at) from tasks where deal_id = deal and deleted_at is null))
$$;

-- In the order of the ids, so that two writers never wait for each other in a ring.
create function note_spoken(ids uuid[]) returns void language sql as $$
  with locked as (select id from deals where id = any(ids) order by id for no key update)
  update deals d set spoken_at = deal_spoken_at(d.id) from locked
  where d.id = locked.id and d.spoken_at is distinct from deal_spoken_at(d.id)
$$;

create function activities_added() returns trigger language plpgsql as $$
declare ids uuid[] := (select array_agg(distinct deal_id) from added where deal_id is not null);
begin
  if ids is not null then perform note_spoken(ids); end if;
  return null;
end $$;
create function activities_changed() returns trigger language plpgsql as $$
declare ids uuid[] := (select array_agg(distinct deal_id) from
  (select deal_id from added union select deal_id from gone) one where deal_id is not null);
begin
  if ids is not null then perform note_spoken(ids); end if;
  return null;
end $$;
create function activities_gone() returns trigger language plpgsql as $$
declare ids uuid[] := (select array_agg(distinct deal_id) from gone where deal_id is not null);
begin
  if ids is not null then perform note_spoken(ids); end if;
  return null;
end $$;
do $$
declare activity text;
begin
  foreach activity in array array['calls', 'notes', 'emails', 'meetings', 'tasks'] loop
    execute format('create trigger %1$s_added after insert on %1$s referencing new table as added
      for each statement execute function activities_added()', activity);
    execute format('create trigger %1$s_changed after update on %1$s referencing old table as gone new table as added
      for each statement execute function activities_changed()', activity);
    execute format('create trigger %1$s_gone after delete on %1$s referencing old table as gone
      for each statement execute function activities_gone()', activity);
  end loop;
end $$;
update deals d set spoken_at = deal_spoken_at(d.id) where exists (
  select from calls a where a.deal_id = d.id union all select from notes a where a.deal_id = d.id
  union all select from emails a where a.deal_id = d.id union all select from meetings a where a.deal_id = d.id
  union all select from tasks a where a.deal_id = d.id);

-- What a member's day is made of.
create index deals_spoken on deals (owner_id, (coalesce(spoken_at, created_at)), id)
  where status = 'open' and deleted_at is null;
create index deals_closing on deals (owner_id, expected_close_on, id) where status = 'open' and deleted_at is null;
create index leads_day on leads (owner_id, (coalesce(respond_by, created_at)), id)
  where status in ('new', 'working') and first_touched_at is null and deleted_at is null;
create index quotes_viewed on quotes (owner_id, viewed_at, id) where status = 'viewed' and deleted_at is null;
create index quotes_lapsing on quotes (owner_id, valid_until, id)
  where status in ('sent', 'viewed') and deleted_at is null;

alter table meetings
  add column kind text default 'meeting' check (kind in ('meeting', 'demo')),
  add column time_zone text,
  add column link text,
  add column agenda text,
  -- By which calendars know it; a meeting that is moved hands it on.
  add column calendar_uid uuid not null default new_id(),
  add column lead_id uuid references leads on delete set null,
  add column moved_to_id uuid references meetings on delete set null;
create index meetings_lead on meetings (lead_id) where lead_id is not null;
create index meetings_moved_to on meetings (moved_to_id) where moved_to_id is not null;

-- Who was last sent which edition of a meeting's invitation; SEQUENCE counts the editions (RFC 5545).
create table meeting_invitations (
  id uuid primary key default new_id(),
  calendar_uid uuid not null,
  person_id uuid references people on delete cascade,
  user_id uuid references users on delete cascade,
  sequence int not null check (sequence >= 0),
  -- SHA-256 of what was sent, by which a change is known.
  content text not null,
  sent_at timestamptz not null,
  -- Told that it is off, or that they are no longer asked.
  cancelled_at timestamptz,
  check (num_nonnulls(person_id, user_id) = 1)
);
create unique index meeting_invitations_person_key on meeting_invitations (calendar_uid, person_id);
create unique index meeting_invitations_user_key on meeting_invitations (calendar_uid, user_id);
create index meeting_invitations_person on meeting_invitations (person_id) where person_id is not null;
create index meeting_invitations_user on meeting_invitations (user_id) where user_id is not null;

alter table outgoing_mail
  add column reply_to text,
  add column calendar text,
  add column calendar_method text check (calendar_method in ('REQUEST', 'CANCEL')),
  add constraint outgoing_mail_calendar_check check ((calendar is null) = (calendar_method is null));

-- The address under which a member's calendar program reads their meetings; only its hash is kept.
create table calendar_feeds (
  user_id uuid primary key references users on delete cascade,
  token_hash bytea not null unique,
  created_at timestamptz not null default now()
);

-- By which ways a person does not want to be spoken to.
alter table people add column do_not_contact text[];

-- Whom to call, in order: what a filter or a selection found when the list was made.
create table call_lists (
  id uuid primary key default new_id(),
  created_at timestamptz not null default now(),
  owner_id uuid references users on delete cascade,
  name text not null check (name <> ''),
  record_type text not null check (record_type in ('person', 'lead')),
  -- Why they are called, told beside each.
  reason text not null default '',
  script text not null default '',
  shared boolean not null default false,
  paused_at timestamptz
);
create index call_lists_owner on call_lists (owner_id);

create table call_list_entries (
  id uuid primary key default new_id(),
  list_id uuid not null references call_lists on delete cascade,
  position int not null,
  person_id uuid not null references people on delete cascade,
  lead_id uuid references leads on delete cascade,
  state text not null default 'waiting' check (state in ('waiting', 'called', 'skipped')),
  -- Not before: a call back, or another try.
  call_at timestamptz,
  tries int not null default 0 check (tries >= 0),
  outcome text,
  call_id uuid references calls on delete set null,
  called_by uuid references users on delete set null,
  called_at timestamptz
);
create unique index call_list_entries_person_key on call_list_entries (list_id, person_id);
create index call_list_entries_waiting on call_list_entries (list_id, position) where state = 'waiting';
create index call_list_entries_person on call_list_entries (person_id);
create index call_list_entries_lead on call_list_entries (lead_id) where lead_id is not null;
create index call_list_entries_call on call_list_entries (call_id) where call_id is not null;

-- Who is on the phone with whom, or about to be: a person once, whichever lists they are on.
create table call_claims (
  person_id uuid primary key references people on delete cascade,
  entry_id uuid not null references call_list_entries on delete cascade,
  user_id uuid not null references users on delete cascade,
  at timestamptz not null
);
create index call_claims_entry on call_claims (entry_id);
create index call_claims_user on call_claims (user_id);
