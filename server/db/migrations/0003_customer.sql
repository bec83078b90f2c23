create table companies (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  name text not null check (name <> ''),
  domain text check (domain = lower(domain)),
  industry text,
  segment text,
  lifecycle_stage text,
  owner_id uuid references users on delete set null,
  parent_id uuid references companies on delete set null,
  employees double precision,
  annual_revenue bigint,
  annual_revenue_currency text,
  founded double precision,
  phone text,
  website text,
  address jsonb,
  source text,
  channel text,
  time_zone text,
  language text,
  tags text[],
  description text,
  title text not null generated always as (name) stored,
  constraint companies_annual_revenue_check check ((annual_revenue is null) = (annual_revenue_currency is null)),
  constraint companies_parent_check check (parent_id <> id)
);
create index companies_created on companies (created_at desc, id desc) where deleted_at is null;
create index companies_title on companies (title, id) where deleted_at is null;
create index companies_updated on companies (updated_at desc, id desc) where deleted_at is null;
create index companies_owner on companies (owner_id, created_at desc, id desc) where deleted_at is null;
create index companies_domain on companies (domain) where domain is not null;
create index companies_name_lower on companies (lower(name));
create index companies_parent on companies (parent_id) where parent_id is not null;
create index companies_stage on companies (lifecycle_stage, created_at desc, id desc) where deleted_at is null;
create index companies_deleted on companies (deleted_at) where deleted_at is not null;

create table people (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  first_name text,
  last_name text,
  email text check (email = lower(email)),
  phone text,
  company_id uuid references companies on delete set null,
  job_title text,
  lifecycle_stage text,
  owner_id uuid references users on delete set null,
  source text,
  channel text,
  segment text,
  landing_page text,
  time_zone text,
  language text,
  address jsonb,
  website text,
  birthday date,
  tags text[],
  description text,
  -- A person needs neither name nor mail; there is always something to call them by.
  title text not null generated always as (
    coalesce(
      nullif(btrim(coalesce(first_name, '') || ' ' || coalesce(last_name, '')), ''),
      email, phone, 'Person ' || upper(right(id::text, 6)))
  ) stored,
  constraint people_email_key unique (email)
);
create index people_created on people (created_at desc, id desc) where deleted_at is null;
create index people_title on people (title, id) where deleted_at is null;
create index people_updated on people (updated_at desc, id desc) where deleted_at is null;
create index people_owner on people (owner_id, created_at desc, id desc) where deleted_at is null;
create index people_company on people (company_id) where company_id is not null;
create index people_stage on people (lifecycle_stage, created_at desc, id desc) where deleted_at is null;
create index people_source on people (source, created_at desc, id desc) where deleted_at is null;
create index people_deleted on people (deleted_at) where deleted_at is not null;

-- People and companies are many-to-many with role and dates; people.company_id is the primary one of today.
create table employments (
  person_id uuid not null references people on delete cascade,
  company_id uuid not null references companies on delete cascade,
  role text,
  started_on date,
  ended_on date,
  primary key (person_id, company_id),
  check (started_on is null or ended_on is null or started_on <= ended_on)
);
create index employments_company on employments (company_id);

create function keep_employment() returns trigger language plpgsql as $$
begin
  insert into employments (person_id, company_id, role) values (new.id, new.company_id, new.job_title)
  on conflict (person_id, company_id) do update set role = coalesce(excluded.role, employments.role), ended_on = null;
  return new;
end $$;
create trigger people_employed after insert on people for each row when (new.company_id is not null)
  execute function keep_employment();
create trigger people_employer_changed after update of company_id, job_title on people for each row
  when (new.company_id is not null and (old.company_id, old.job_title) is distinct from (new.company_id, new.job_title))
  execute function keep_employment();

-- What a customer is known by, normalised: e-mail lower-cased, phone E.164, domain by public suffix. An e-mail
-- belongs to one customer; a phone or a domain only hints at a match.
create table identities (
  kind text not null check (kind in ('email', 'phone', 'domain', 'cookie')),
  value text not null check (value <> ''),
  person_id uuid references people on delete cascade,
  company_id uuid references companies on delete cascade,
  created_at timestamptz not null default now(),
  check (num_nonnulls(person_id, company_id) = 1)
);
create unique index identities_email_key on identities (value) where kind = 'email';
create index identities_hint on identities (value, kind) where kind <> 'email';
create index identities_person on identities (person_id) where person_id is not null;
create index identities_company on identities (company_id) where company_id is not null;

-- The ids that records have in the systems they came from: (type, source, external id) names one record.
create table external_ids (
  type text not null,
  source text not null,
  external_id text not null,
  record_id uuid not null,
  primary key (type, source, external_id)
);
create index external_ids_record on external_ids (record_id);

create table lifecycle_entries (
  id uuid primary key default new_id(),
  person_id uuid references people on delete cascade,
  company_id uuid references companies on delete cascade,
  stage text not null,
  entered_at timestamptz not null,
  -- The day in the organisation's time zone; changing the zone rewrites it.
  entered_on date not null,
  recorded_at timestamptz not null default now(),
  check (num_nonnulls(person_id, company_id) = 1)
);
create index lifecycle_entries_stage on lifecycle_entries (stage, entered_on) include (person_id, company_id);
create index lifecycle_entries_person on lifecycle_entries (person_id, entered_at) where person_id is not null;
create index lifecycle_entries_company on lifecycle_entries (company_id, entered_at) where company_id is not null;
