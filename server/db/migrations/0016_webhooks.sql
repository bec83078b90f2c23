-- Hosts, addresses and networks inside the company that requests named by users may reach.
create table outgoing_addresses (
  id uuid primary key default new_id(),
  address text not null unique check (address <> '' and length(address) <= 253),
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now()
);

-- While a renewed key is taken into use, the one before it works as well.
alter table api_keys
  add column previous_hash bytea unique,
  add column previous_until timestamptz,
  add constraint api_keys_previous_check check (num_nonnulls(previous_hash, previous_until) in (0, 2));

-- What is told to other programs as it happens (Standard Webhooks).
create table webhooks (
  id uuid primary key default new_id(),
  name text not null check (name <> ''),
  url text not null check (url ~ '^https?://'),
  -- Sealed. While a new secret is taken into use, messages are signed with the one before it as well.
  secret text not null,
  previous_secret text,
  previous_until timestamptz,
  -- Event types, `deal.*` for all of a subject's, `*` for all.
  events text[] not null check (cardinality(events) > 0),
  -- Only events of these records: a record type and a filter on it.
  record_type text,
  filter jsonb,
  enabled boolean not null default true,
  -- Why it was switched off, when Throughline did it.
  disabled_reason text check (disabled_reason in ('failing', 'gone')),
  -- Since when no message has arrived; null while they do.
  failing_since timestamptz,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (filter is null or record_type is not null),
  check (num_nonnulls(previous_secret, previous_until) in (0, 2))
);

create table webhook_deliveries (
  id uuid primary key default new_id(),
  webhook_id uuid not null references webhooks on delete cascade,
  event_id uuid not null,
  event_type text not null,
  subject_type text not null,
  subject_id uuid not null,
  person_id uuid,
  -- Exactly what is sent, each time.
  body text not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  -- Attempts of the present round; a replay begins a new one.
  tries int not null default 0,
  next_at timestamptz default now(),
  created_at timestamptz not null default now(),
  check ((state = 'waiting') = (next_at is not null)),
  unique (webhook_id, event_id)
);
create index webhook_deliveries_due on webhook_deliveries (webhook_id, next_at) where state = 'waiting';
create index webhook_deliveries_log on webhook_deliveries (webhook_id, id desc);
create index webhook_deliveries_created on webhook_deliveries (created_at);
create index webhook_deliveries_subject on webhook_deliveries (subject_id);
create index webhook_deliveries_person on webhook_deliveries (person_id) where person_id is not null;

create table webhook_attempts (
  id uuid primary key default new_id(),
  delivery_id uuid not null references webhook_deliveries on delete cascade,
  at timestamptz not null default now(),
  -- Null when no answer came.
  status int,
  error text,
  answer text,
  milliseconds int not null
);
create index webhook_attempts_delivery on webhook_attempts (delivery_id, id desc);

-- A notice is of the company's machinery, and told to those who run it: a webhook that had to be switched off.
alter table notifications drop constraint notifications_kind_check;
alter table notifications add constraint notifications_kind_check
  check (kind in ('mention', 'assignment', 'due', 'notice'));
