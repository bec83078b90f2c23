-- Ids are UUIDv7, so that they sort by time of writing. PostgreSQL 18 makes them itself; before it, we do.
create extension if not exists pg_trgm;

do $$
begin
  if current_setting('server_version_num')::int >= 180000 then
    create function new_id() returns uuid language sql volatile parallel safe as 'select uuidv7()';
  else
    create function new_id() returns uuid language sql volatile parallel safe as $f$
      select encode(
        set_bit(set_bit(
          overlay(uuid_send(gen_random_uuid())
            placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
          52, 1), 53, 1), 'hex')::uuid
    $f$;
  end if;
end $$;

create table organisation (
  id boolean primary key default true check (id),
  name text not null check (name <> ''),
  time_zone text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  created_at timestamptz not null default now()
);

create table teams (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  name text not null check (name <> ''),
  manager_id uuid,
  parent_id uuid references teams on delete set null,
  title text not null generated always as (name) stored,
  constraint teams_name_key unique (name),
  constraint teams_parent_check check (parent_id <> id)
);

create table users (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  name text not null check (name <> ''),
  email text check (email = lower(email)),
  role text not null default 'viewer'
    check (role in ('owner', 'administrator', 'manager', 'marketer', 'seller', 'agent', 'viewer')),
  team_id uuid references teams on delete set null,
  manager_id uuid references users on delete set null,
  time_zone text,
  active boolean not null default true,
  -- Filled once the member can sign in.
  sign_in_id text unique,
  title text not null generated always as (name) stored,
  constraint users_email_key unique (email),
  constraint users_manager_check check (manager_id <> id)
);
create index users_team on users (team_id);
create index users_manager on users (manager_id);
alter table teams add foreign key (manager_id) references users on delete set null;
alter table teams add foreign key (created_by) references users on delete set null;

-- Who was in which team when: a figure by team counts a deal for the team that its owner was in on the day.
create table team_memberships (
  user_id uuid not null references users on delete cascade,
  team_id uuid not null references teams on delete cascade,
  from_on date not null default '-infinity',
  to_on date not null default 'infinity',
  primary key (user_id, from_on),
  check (from_on < to_on)
);
create index team_memberships_team on team_memberships (team_id);

create function keep_team_membership() returns trigger language plpgsql as $$
declare
  today date := (now() at time zone coalesce((select time_zone from organisation), 'UTC'))::date;
begin
  if tg_op = 'INSERT' then
    insert into team_memberships (user_id, team_id) values (new.id, new.team_id);
    return new;
  end if;
  delete from team_memberships where user_id = new.id and from_on >= today;
  update team_memberships set to_on = today where user_id = new.id and to_on > today;
  if new.team_id is not null then
    insert into team_memberships (user_id, team_id, from_on)
    values (new.id, new.team_id,
      case when exists (select from team_memberships where user_id = new.id) then today else '-infinity' end);
  end if;
  return new;
end $$;
create trigger users_team_joined after insert on users for each row when (new.team_id is not null)
  execute function keep_team_membership();
create trigger users_team_changed after update of team_id on users for each row
  when (old.team_id is distinct from new.team_id) execute function keep_team_membership();

create table api_keys (
  id uuid primary key default new_id(),
  name text not null check (name <> ''),
  -- SHA-256 of the key; the key itself is shown once and never stored.
  hash bytea not null unique,
  scopes text[] not null,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz
);

-- The tables of the sign-in library, with the column names that it uses.
create table sign_in_user (
  id text primary key,
  name text not null,
  email text not null unique,
  "emailVerified" boolean not null default false,
  image text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create table sign_in_session (
  id text primary key,
  "expiresAt" timestamptz not null,
  token text not null unique,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(),
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null references sign_in_user on delete cascade
);
create index sign_in_session_user on sign_in_session ("userId");
create table sign_in_account (
  id text primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references sign_in_user on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index sign_in_account_user on sign_in_account ("userId");
create table sign_in_verification (
  id text primary key,
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index sign_in_verification_identifier on sign_in_verification (identifier);
alter table users add foreign key (sign_in_id) references sign_in_user on delete set null;
