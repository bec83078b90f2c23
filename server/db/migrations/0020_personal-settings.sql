-- What members have set for themselves. What is not in it is as `contract/team/settings.ts` has it by default.
create table user_settings (
  user_id uuid primary key references users on delete cascade,
  chosen jsonb not null default '{}' check (jsonb_typeof(chosen) = 'object'),
  -- The day, in the member's zone, and the moment of the latest digest: none is made twice.
  digested_on date,
  digested_at timestamptz,
  updated_at timestamptz not null default now()
);

-- A member may have chosen to hear of something by mail alone. What was mailed is not mailed again.
alter table notifications add column in_app boolean not null default true, add column mailed_at timestamptz;

-- Where whoever receives a mail ends such mails.
alter table outgoing_mail add column unsubscribe text;
