-- Who the company is before the law: what stands on its quotes and invoices.
create table legalentities (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  name text not null check (name <> ''),
  standard boolean not null default false,
  address jsonb check (jsonb_typeof(address) = 'object'),
  email text check (email = lower(email)),
  phone text,
  website text,
  tax_number text,
  registration text,
  bank text,
  language text check (language in ('en', 'de', 'pt')),
  colour text check (colour ~ '^#[0-9a-fA-F]{6}$'),
  logo jsonb check (jsonb_typeof(logo) = 'object'),
  title text not null generated always as (name) stored,
  constraint legalentities_name_key unique (name)
);
create unique index legalentities_standard_key on legalentities (standard) where standard and deleted_at is null;

insert into legalentities (name, standard) select name, true from organisation;
