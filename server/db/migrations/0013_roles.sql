-- The roles that members may have. Built-in ones are declared in code; of them only what an administrator sets is kept here.
create table roles (
  id uuid primary key default new_id(),
  key text not null constraint roles_key_key unique check (key ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
  name text not null constraint roles_name_key unique check (name <> ''),
  -- The built-in role that an own one descends from; null for these themselves.
  base text references roles (key),
  rights text[] not null default '{}',
  -- By record type; and by record type and field.
  permissions jsonb not null default '{}',
  fields jsonb not null default '{}',
  -- Members with a password need a second factor as well.
  second_factor boolean not null default false,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
insert into roles (key, name) values ('owner', 'Owner'), ('administrator', 'Administrator'), ('manager', 'Manager'),
  ('marketer', 'Marketer'), ('seller', 'Seller'), ('agent', 'Agent'), ('viewer', 'Viewer');

alter table users drop constraint users_role_check;
alter table users add constraint users_role_fkey foreign key (role) references roles (key);
create index users_role on users (role);

-- Who is in which team on a day is asked for every request: by its members of today.
create index team_memberships_today on team_memberships (team_id, to_on, from_on) include (user_id);
create index teams_manager on teams (manager_id) where manager_id is not null;
create index teams_parent on teams (parent_id) where parent_id is not null;

-- A view is its owner's, everybody's (`shared`), or that of the teams and roles named here. Whom it is shared with may also
-- change it where `editable` says so.
alter table saved_views add column editable boolean not null default false;
create table saved_view_shares (
  view_id uuid not null references saved_views on delete cascade,
  team_id uuid references teams on delete cascade,
  role text references roles (key) on delete cascade,
  check (num_nonnulls(team_id, role) = 1),
  constraint saved_view_shares_once unique nulls not distinct (view_id, team_id, role)
);

-- A member who leaves hands over what is open of theirs; what went to whom is kept, so that it can be taken back.
create table handovers (
  id uuid primary key default new_id(),
  user_id uuid not null references users on delete cascade,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  undone_at timestamptz
);
create index handovers_user on handovers (user_id, id desc);
create table handover_records (
  handover_id uuid not null references handovers on delete cascade,
  record_type text not null,
  record_id uuid not null,
  to_id uuid not null references users on delete cascade,
  primary key (handover_id, record_id)
);

create table invitations (
  id uuid primary key default new_id(),
  -- SHA-256 of the token in the link; the token itself is shown to whoever invites, and mailed.
  hash bytea not null unique,
  -- Null for a link that anyone may use who has it.
  email text check (email = lower(email)),
  name text,
  role text not null references roles (key) on delete cascade,
  team_id uuid references teams on delete set null,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  sent_at timestamptz,
  revoked_at timestamptz,
  accepted_at timestamptz,
  user_id uuid references users on delete set null,
  check ((accepted_at is null) or (revoked_at is null))
);
create index invitations_open on invitations (created_at desc) where accepted_at is null and revoked_at is null;
create unique index invitations_email on invitations (email) where accepted_at is null and revoked_at is null and email is not null;

-- What the sign-in library needs for second factors, with the column names that it uses.
alter table sign_in_user add column "twoFactorEnabled" boolean not null default false;
create table sign_in_two_factor (
  id text primary key,
  secret text not null,
  "backupCodes" text not null,
  "userId" text not null references sign_in_user on delete cascade,
  verified boolean not null default true,
  "failedVerificationCount" int not null default 0,
  "lockedUntil" timestamptz
);
create index sign_in_two_factor_user on sign_in_two_factor ("userId");

alter table sign_in_session add column last_seen_at timestamptz;

-- Providers by which members sign in (OpenID Connect). What it found out about itself is kept with it.
create table sign_in_providers (
  id uuid primary key default new_id(),
  name text not null check (name <> ''),
  issuer text not null,
  client_id text not null,
  -- Sealed with the company's key.
  client_secret text not null,
  -- Where to send members and ask for them, as the issuer's own document says.
  endpoints jsonb not null,
  -- Which role the owner of an address gets who comes for the first time, by the address's domain.
  domains jsonb not null default '[]',
  -- Whether who comes for the first time becomes a member.
  creates boolean not null default false,
  active boolean not null default true,
  -- An owner has set it up: who runs a provider can be anybody by it, so only then can owners come by it.
  for_owners boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index sign_in_account_provider on sign_in_account ("providerId", "accountId");

-- The audit log is read by who did it and by what happened, the latest first.
create index events_actor on events (actor_id, id) where actor_id is not null;
create index events_type on events (type, id);
