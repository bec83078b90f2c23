-- An erased person stays as a fact that figures count; nothing that could name them comes back.
alter table people add column erased_at timestamptz;
alter table people add constraint people_erased_check check (erased_at is null or num_nonnulls(first_name, last_name,
  email, phone, job_title, address, website, birthday, tags, description) = 0);

-- Who was erased, as the SHA-256 of their id, so that a backup from before erases them again when it is restored.
create table erasures (
  person bytea primary key check (length(person) = 32),
  erased_at timestamptz not null default now()
);

-- When backups are made by themselves, and how many days, weeks and months keep theirs.
create table backup_schedule (
  id boolean primary key default true check (id),
  active boolean not null default true,
  -- In the organisation's time zone.
  at time not null default '02:00',
  days int not null default 7 check (days between 1 and 366),
  weeks int not null default 4 check (weeks between 0 and 104),
  months int not null default 6 check (months between 0 and 120),
  changed_at timestamptz not null default now()
);
insert into backup_schedule default values;

-- The backups of this installation, as files of its backup folder. They are not part of a backup themselves.
create table backups (
  id uuid primary key default new_id(),
  cause text not null check (cause in ('schedule', 'request')),
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  file text not null,
  bytes bigint,
  progress double precision not null default 0 check (progress between 0 and 1),
  error text,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  -- Its file was deleted, by hand or to keep no more than wanted.
  removed_at timestamptz,
  check ((state in ('done', 'failed')) = (finished_at is not null))
);
create index backups_created on backups (created_at desc, id desc);
