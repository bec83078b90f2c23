-- Emails as records, about the same customers and deals as notes and calls.
create table emails (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  subject text,
  direction text not null default 'outbound' check (direction in ('outbound', 'inbound')),
  sent_at timestamptz,
  sender text,
  recipients text,
  cc text,
  owner_id uuid references users on delete set null,
  person_id uuid references people on delete cascade,
  company_id uuid references companies on delete cascade,
  deal_id uuid references deals on delete cascade,
  body text,
  bounce text,
  conversation text,
  files jsonb constraint emails_files_check check (jsonb_typeof(files) = 'array'),
  title text not null generated always as (coalesce(nullif(subject, ''), 'Email')) stored
);
create index emails_sent on emails (sent_at desc, id desc) where deleted_at is null;
create index emails_created on emails (created_at desc, id desc) where deleted_at is null;
create index emails_owner on emails (owner_id, sent_at desc, id desc) where deleted_at is null;
create index emails_person on emails (person_id) where person_id is not null;
create index emails_company on emails (company_id) where company_id is not null;
create index emails_deal on emails (deal_id) where deal_id is not null;
create index emails_conversation on emails (conversation) where conversation is not null;

-- A member's mailbox elsewhere; passwords are sealed.
create table mailboxes (
  id uuid primary key default new_id(),
  user_id uuid not null references users on delete cascade,
  address text not null check (address = lower(address) and address like '%@%'),
  name text not null,
  imap_host text not null,
  imap_port int not null check (imap_port between 1 and 65535),
  imap_security text not null check (imap_security in ('tls', 'starttls', 'none')),
  smtp_host text not null,
  smtp_port int not null check (smtp_port between 1 and 65535),
  smtp_security text not null check (smtp_security in ('tls', 'starttls', 'none')),
  username text not null,
  password text not null,
  -- Where the outgoing server asks for others.
  smtp_username text,
  smtp_password text,
  signature text,
  -- Mail is read from this day on.
  since date not null,
  rules jsonb not null default '[]' check (jsonb_typeof(rules) = 'array'),
  paused boolean not null default false,
  -- The server keeps what is sent by itself, so it is not put there a second time.
  keeps_sent boolean not null default false,
  -- Why nothing could be read of late, and since when; null while all is well.
  error text,
  failing_since timestamptz,
  -- When everything that was there had been read.
  seen_at timestamptz,
  -- When somebody asked for it to be read at once, and for whom earlier mail is to be brought.
  asked_at timestamptz,
  -- The process that reads it, until when.
  held_by uuid,
  held_until timestamptz,
  -- Not tried again before, after it failed.
  retry_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint mailboxes_user_key unique (user_id),
  constraint mailboxes_address_key unique (address),
  constraint mailboxes_smtp_check check ((smtp_username is null) = (smtp_password is null))
);

-- How far each folder has been read.
create table mail_folders (
  id uuid primary key default new_id(),
  mailbox_id uuid not null references mailboxes on delete cascade,
  path text not null,
  kind text not null check (kind in ('inbox', 'sent', 'other')),
  chosen boolean not null default false,
  uid_validity bigint,
  last_uid bigint not null default 0,
  behind int not null default 0 check (behind >= 0),
  -- Messages that were looked at and kept nowhere.
  left_out bigint not null default 0,
  unique (mailbox_id, path)
);

-- Of a kept message what the record does not show.
create table mail_messages (
  email_id uuid primary key references emails on delete cascade,
  message_id text not null,
  parents text[] not null default '{}',
  html text,
  mailbox_id uuid references mailboxes on delete set null,
  constraint mail_messages_message_key unique (message_id)
);
create index mail_messages_parents on mail_messages using gin (parents);
create index mail_messages_mailbox on mail_messages (mailbox_id) where mailbox_id is not null;

-- Where a kept message lies on the server.
create table mail_places (
  folder_id uuid not null references mail_folders on delete cascade,
  uid_validity bigint not null,
  uid bigint not null,
  email_id uuid not null references emails on delete cascade,
  primary key (folder_id, uid_validity, uid)
);
create index mail_places_email on mail_places (email_id);

-- Customers whose earlier mail a mailbox is to look for.
create table mail_wanted (
  mailbox_id uuid not null references mailboxes on delete cascade,
  person_id uuid not null references people on delete cascade,
  created_at timestamptz not null default now(),
  primary key (mailbox_id, person_id)
);
create index mail_wanted_person on mail_wanted (person_id);

-- What a member has written and is to leave. Its id becomes that of the email.
create table mail_outgoing (
  id uuid primary key,
  mailbox_id uuid not null references mailboxes on delete cascade,
  person_id uuid references people on delete cascade,
  company_id uuid references companies on delete set null,
  deal_id uuid references deals on delete set null,
  recipients text[] not null,
  cc text[] not null default '{}',
  bcc text[] not null default '{}',
  subject text not null,
  body text not null,
  files jsonb not null default '[]' check (jsonb_typeof(files) = 'array'),
  reply_to uuid references emails on delete set null,
  message_id text not null,
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'undone', 'failed', 'unsure')),
  send_at timestamptz not null,
  tries int not null default 0,
  error text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint mail_outgoing_message_key unique (message_id),
  constraint mail_outgoing_recipients_check check (cardinality(recipients) + cardinality(cc) + cardinality(bcc) > 0)
);
create index mail_outgoing_mailbox on mail_outgoing (mailbox_id, send_at) where state in ('waiting', 'sending', 'failed', 'unsure');
create index mail_outgoing_person on mail_outgoing (person_id) where person_id is not null;
create index mail_outgoing_company on mail_outgoing (company_id) where company_id is not null;
create index mail_outgoing_deal on mail_outgoing (deal_id) where deal_id is not null;
create index mail_outgoing_reply on mail_outgoing (reply_to) where reply_to is not null;

create table mail_templates (
  id uuid primary key default new_id(),
  name text not null check (name <> ''),
  subject text not null,
  body text not null,
  owner_id uuid not null references users on delete cascade,
  shared boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index mail_templates_owner on mail_templates (owner_id);

-- A company's own fields may refer to emails.
do $$
declare referring text;
begin
  alter table record_links add column email_id uuid references emails on delete cascade;
  select string_agg(attname, ', ' order by attnum) into referring from pg_attribute
    where attrelid = 'record_links'::regclass and attnum > 0 and not attisdropped and attname like '%\_id'
      and attname not in ('from_id', 'to_id');
  alter table record_links drop constraint record_links_check, drop column to_id;
  execute format('alter table record_links
    add column to_id uuid not null generated always as (coalesce(%1$s)) stored,
    add constraint record_links_pkey primary key (from_id, field, to_id),
    add constraint record_links_check check (num_nonnulls(%1$s) = 1)', referring);
end $$;
create index record_links_to on record_links (to_id, field);
create index record_links_email on record_links (email_id) where email_id is not null;
