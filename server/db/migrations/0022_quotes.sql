-- Tax classes, with their rates from a day on.
create table taxes (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  name text not null check (name <> ''),
  standard boolean not null default false,
  title text not null generated always as (name) stored,
  constraint taxes_name_key unique (name)
);
create unique index taxes_standard_key on taxes (standard) where standard and deleted_at is null;

create table tax_rates (
  tax_id uuid not null references taxes on delete cascade,
  from_on date not null,
  -- Basis points.
  rate int not null check (rate between 0 and 10000),
  primary key (tax_id, from_on)
);

alter table products
  add column cost bigint check (cost >= 0),
  add column cost_currency text,
  add column unit text,
  add column charged text not null default 'once' check (charged in ('once', 'month', 'quarter', 'year')),
  add column term double precision,
  add column tax_id uuid references taxes,
  add column stock double precision,
  add column bundle text check (bundle in ('whole', 'sum')),
  add constraint products_cost_currency_check check ((cost is null) = (cost_currency is null) and cost_currency ~ '^[A-Z]{3}$'),
  add constraint products_term_check check (term between 1 and 1200 and term = trunc(term)),
  add constraint products_stock_check check (stock >= 0 and stock = trunc(stock));
create index products_tax on products (tax_id) where tax_id is not null;

-- What a bundle is made of. No bundle is part of another.
create table product_parts (
  bundle_id uuid not null references products on delete cascade,
  part_id uuid not null references products on delete cascade,
  position int not null,
  quantity numeric(12, 3) not null check (quantity > 0),
  primary key (bundle_id, part_id),
  check (bundle_id <> part_id)
);
create index product_parts_part on product_parts (part_id);

alter table companies add column customer_group text check (customer_group in
  ('consumer', 'business', 'key_account', 'reseller', 'distributor', 'public', 'charity'));

create table pricelists (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  name text not null check (name <> ''),
  customer_group text check (customer_group in ('consumer', 'business', 'key_account', 'reseller', 'distributor', 'public', 'charity')),
  from_on date,
  to_on date,
  active boolean default true,
  title text not null generated always as (name) stored,
  constraint pricelists_name_key unique (name),
  constraint pricelists_to_on_check check (from_on <= to_on)
);
create index pricelists_created on pricelists (created_at, id) where deleted_at is null;

create table prices (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  pricelist_id uuid not null references pricelists on delete cascade,
  product_id uuid not null references products on delete cascade,
  amount bigint not null check (amount >= 0),
  amount_currency text not null check (amount_currency ~ '^[A-Z]{3}$'),
  from_quantity double precision not null default 1 check (from_quantity > 0),
  title text not null generated always as (
    trim_scale(amount / minor_units(1, amount_currency))::text || ' ' || amount_currency || ' · ≥ '
      || trim_scale(from_quantity::numeric)::text) stored,
  constraint prices_from_quantity_scale_check check (from_quantity::numeric = round(from_quantity::numeric, 3))
);
create unique index prices_from_quantity_key on prices (pricelist_id, product_id, amount_currency, from_quantity)
  where deleted_at is null;
create index prices_product on prices (product_id) where deleted_at is null;
create index prices_created on prices (created_at, id) where deleted_at is null;

-- How the company quotes. Without a row, as `contract/sales/quote-settings.ts` is by default.
create table quote_settings (
  single boolean primary key default true check (single),
  inclusive boolean not null default false,
  rounding text not null default 'line' check (rounding in ('line', 'total')),
  valid_days int not null default 30 check (valid_days between 1 and 730),
  discount_limit int check (discount_limit between 0 and 10000),
  margin_limit int check (margin_limit between 0 and 10000),
  terms text not null default ''
);
insert into quote_settings default values;

-- The last number given of a kind in a year. It is counted up in the transaction that uses the number, so none is missing.
create table number_series (
  kind text not null,
  year int not null,
  last int not null check (last > 0),
  primary key (kind, year)
);

create table quotes (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  -- Null of an erased person's quote.
  name text check (name <> ''),
  number text,
  deal_id uuid not null references deals on delete cascade,
  company_id uuid references companies on delete set null,
  person_id uuid references people on delete set null,
  owner_id uuid references users on delete set null,
  status text not null default 'draft'
    check (status in ('draft', 'sent', 'viewed', 'accepted', 'declined', 'expired', 'superseded')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  net bigint check (net >= 0),
  net_currency text check (net_currency = currency),
  total bigint check (total >= net),
  total_currency text check (total_currency = currency),
  discount_rate double precision check (discount_rate between 0 and 1),
  margin_rate double precision,
  approval text check (approval in ('needed', 'requested', 'approved', 'refused')),
  sets_amount boolean not null default false,
  valid_until date,
  sent_at timestamptz,
  viewed_at timestamptz,
  answered_at timestamptz,
  signed_by text,
  decline_reason text,
  title text not null generated always as (coalesce(number || coalesce(' · ' || name, ''), name, '[erased]')) stored,
  constraint quotes_number_key unique (number),
  constraint quotes_sent_at_check check ((number is null) = (sent_at is null)),
  constraint quotes_status_number_check check (status = 'draft' or number is not null),
  constraint quotes_answered_at_check check ((answered_at is not null) = (status in ('accepted', 'declined')))
);
create index quotes_created on quotes (created_at, id) where deleted_at is null;
create index quotes_title on quotes (title, id) where deleted_at is null;
create index quotes_updated on quotes (updated_at, id) where deleted_at is null;
create index quotes_owner on quotes (owner_id, created_at, id) where deleted_at is null;
create index quotes_status on quotes (status, created_at, id) where deleted_at is null;
create index quotes_deal on quotes (deal_id);
create index quotes_company on quotes (company_id) where company_id is not null;
create index quotes_person on quotes (person_id) where person_id is not null;
create index quotes_deleted on quotes (deleted_at) where deleted_at is not null;
create index quotes_expiring on quotes (valid_until) where status in ('sent', 'viewed') and deleted_at is null;
-- One quote at the most says what a deal comes to.
create unique index quotes_sets_amount_key on quotes (deal_id) where sets_amount and deleted_at is null;

-- A quote's editions: the one that is written, and those that were sent, which never change.
create table quote_editions (
  id uuid primary key default new_id(),
  quote_id uuid not null references quotes on delete cascade,
  number int not null check (number > 0),
  status text not null default 'draft'
    check (status in ('draft', 'sent', 'viewed', 'accepted', 'declined', 'expired', 'superseded')),
  -- How often the draft was saved.
  saves int not null default 0,
  inclusive boolean not null,
  rounding text not null check (rounding in ('line', 'total')),
  -- { percent } in basis points or { amount } in major units.
  discount jsonb,
  valid_until date,
  intro text not null default '',
  terms text not null default '',
  created_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  sent_at timestamptz,
  sent_by uuid references users on delete set null,
  -- What the customer sees, and SHA-256 of its canonical form.
  document jsonb,
  hash text check (hash ~ '^[0-9a-f]{64}$'),
  -- What the customer said, from where, and the hash of what they had read.
  answer text check (answer in ('accepted', 'declined')),
  answered_at timestamptz,
  answered_by text,
  signature text,
  reason text,
  address text,
  answered_hash text,
  constraint quote_editions_number_key unique (quote_id, number),
  check ((status = 'draft') = (document is null)),
  check (num_nonnulls(document, hash, sent_at) in (0, 3)),
  check ((answer is null) = (answered_at is null)),
  check ((answer is null) = (status not in ('accepted', 'declined'))),
  check (answered_hash is not distinct from case when answer is not null then hash end)
);
create unique index quote_editions_draft_key on quote_editions (quote_id) where status = 'draft';

create table quote_lines (
  edition_id uuid not null references quote_editions on delete cascade,
  position int not null,
  product_id uuid references products on delete set null,
  name text not null check (name <> ''),
  description text not null default '',
  unit text not null default '',
  quantity numeric(12, 3) not null check (quantity > 0),
  -- Minor units of the quote's currency: of one unit, and what the line comes to.
  price bigint not null check (price >= 0),
  discount jsonb,
  tax_id uuid references taxes on delete set null,
  tax_rate int not null default 0 check (tax_rate between 0 and 10000),
  charged text not null check (charged in ('once', 'month', 'quarter', 'year')),
  term int not null check (term between 1 and 1200),
  cost bigint check (cost >= 0),
  net bigint not null check (net >= 0),
  tax bigint not null check (tax >= 0),
  primary key (edition_id, position)
);
create index quote_lines_product on quote_lines (product_id) where product_id is not null;
create index quote_lines_tax on quote_lines (tax_id) where tax_id is not null;

-- What was sent stays as it was. Only the erasure of a person takes words out of it.
create function keep_edition() returns trigger language plpgsql as $$
begin
  if old.document is not null and current_setting('throughline.erasing', true) is distinct from 'on' and
    (new.quote_id, new.number, new.document, new.hash, new.sent_at, new.inclusive, new.rounding, new.discount, new.valid_until,
      new.intro, new.terms) is distinct from (old.quote_id, old.number, old.document, old.hash, old.sent_at, old.inclusive,
      old.rounding, old.discount, old.valid_until, old.intro, old.terms) then
    raise 'An edition that was sent never changes' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger quote_editions_kept before update on quote_editions for each row execute function keep_edition();

create function keep_edition_lines() returns trigger language plpgsql as $$
begin
  if current_setting('throughline.erasing', true) is distinct from 'on' and exists (select from quote_editions e
      where e.id = (case when tg_op = 'DELETE' then old.edition_id else new.edition_id end) and e.document is not null) then
    -- Of a product that is deleted for good the line keeps its words.
    if tg_op <> 'UPDATE' or (new.name, new.quantity, new.price, new.discount, new.tax_rate, new.net, new.tax, new.position)
        is distinct from (old.name, old.quantity, old.price, old.discount, old.tax_rate, old.net, old.tax, old.position) then
      raise 'The lines of an edition that was sent never change' using errcode = 'restrict_violation';
    end if;
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger quote_lines_kept before insert or update or delete on quote_lines
  for each row execute function keep_edition_lines();

-- The links to a quote; of each only the hash is known.
create table quote_links (
  hash bytea primary key,
  quote_id uuid not null references quotes on delete cascade,
  created_at timestamptz not null default now(),
  created_by uuid references users on delete set null
);
create index quote_links_quote on quote_links (quote_id);

create table quote_approvals (
  id uuid primary key default new_id(),
  edition_id uuid not null references quote_editions on delete cascade,
  asked_by uuid references users on delete set null,
  asked_at timestamptz not null default now(),
  reason text not null,
  approver_id uuid references users on delete set null,
  -- The task by which whoever is asked is told and reminded.
  task_id uuid references tasks on delete set null,
  -- Lapsed: the draft was changed.
  outcome text check (outcome in ('approved', 'refused', 'lapsed')),
  decided_by uuid references users on delete set null,
  decided_at timestamptz,
  answer text,
  check ((outcome is null) = (decided_at is null))
);
create unique index quote_approvals_open_key on quote_approvals (edition_id) where outcome is null;
create index quote_approvals_task on quote_approvals (task_id) where task_id is not null;

-- Own references may lead to these as well. Which types there are is read from the table, as others may have been added.
do $$
declare referring text;
begin
  alter table record_links
    add column tax_id uuid references taxes on delete cascade,
    add column pricelist_id uuid references pricelists on delete cascade,
    add column price_id uuid references prices on delete cascade,
    add column quote_id uuid references quotes on delete cascade;
  select string_agg(quote_ident(attname), ', ' order by attnum) into referring from pg_attribute
    where attrelid = 'record_links'::regclass and attnum > 0 and not attisdropped and attname like '%\_id'
      and attname not in ('from_id', 'to_id');
  alter table record_links drop constraint record_links_check, drop column to_id;
  execute format('alter table record_links
    add column to_id uuid not null generated always as (coalesce(%1$s)) stored,
    add primary key (from_id, field, to_id),
    add constraint record_links_check check (num_nonnulls(%1$s) = 1)', referring);
end $$;
create index record_links_to on record_links (to_id, field);
create index record_links_tax on record_links (tax_id) where tax_id is not null;
create index record_links_pricelist on record_links (pricelist_id) where pricelist_id is not null;
create index record_links_price on record_links (price_id) where price_id is not null;
create index record_links_quote on record_links (quote_id) where quote_id is not null;
