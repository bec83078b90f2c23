-- What of a product's stock is promised to orders that are not delivered yet. Of what is not there nothing is promised.
alter table products
  add column reserved double precision not null default 0,
  add constraint products_reserved_check check (reserved >= 0 and reserved = trunc(reserved)),
  add constraint products_stock_reserved_check check (reserved <= stock);

create table orders (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  name text check (name <> ''),
  number text,
  reference text,
  company_id uuid references companies on delete set null,
  person_id uuid references people on delete set null,
  deal_id uuid references deals on delete set null,
  quote_id uuid references quotes on delete set null,
  owner_id uuid references users on delete set null,
  sold_by text not null default 'us' check (sold_by in ('us', 'others')),
  shop text,
  status text not null default 'draft'
    check (status in ('draft', 'confirmed', 'delivered', 'invoiced', 'paid', 'refunded', 'cancelled')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  ordered_on date,
  delivered_on date,
  cancelled_on date,
  confirmed_at timestamptz,
  delivered double precision check (delivered between 0 and 1),
  -- Minor units of the order's currency, as its lines, invoices, payments and what was taken back come to.
  net bigint not null default 0,
  net_currency text check (net_currency = currency),
  total bigint not null default 0,
  total_currency text check (total_currency = currency),
  invoiced bigint not null default 0,
  invoiced_currency text check (invoiced_currency = currency),
  paid bigint not null default 0,
  paid_currency text check (paid_currency = currency),
  refunded bigint not null default 0 check (refunded >= 0),
  refunded_currency text check (refunded_currency = currency),
  outstanding bigint not null default 0,
  outstanding_currency text check (outstanding_currency = currency),
  cancelled bigint not null default 0 check (cancelled >= 0),
  cancelled_currency text check (cancelled_currency = currency),
  -- How lines count taxes, and what is taken off the whole, as in an edition of a quote.
  inclusive boolean not null default false,
  rounding text not null default 'line' check (rounding in ('line', 'total')),
  discount jsonb check (discount - '{percent,amount}'::text[] = '{}'),
  -- How often its lines were written while it was a draft.
  saves int not null default 0,
  -- What counts: the net in the organisation's currency at the rate of the day it was ordered, and how many units.
  home_net bigint,
  units numeric not null default 0,
  title text not null generated always as (coalesce(number || coalesce(' · ' || name, ''), name, '—')) stored,
  constraint orders_taken_back_check check (refunded + cancelled <= greatest(total, 0)),
  constraint orders_confirmed_at_check check (confirmed_at is not null or (sold_by = 'us' and number is null))
);
create index orders_created on orders (created_at, id) where deleted_at is null;
create index orders_title on orders (title, id) where deleted_at is null;
create index orders_updated on orders (updated_at, id) where deleted_at is null;
create index orders_owner on orders (owner_id, created_at, id) where deleted_at is null;
create index orders_status on orders (status, created_at, id) where deleted_at is null;
create index orders_deal on orders (deal_id) where deal_id is not null;
create index orders_company on orders (company_id) where company_id is not null;
create index orders_person on orders (person_id) where person_id is not null;
create index orders_deleted on orders (deleted_at) where deleted_at is not null;
-- An accepted quote makes one order, however often it is accepted.
create unique index orders_quote_id_key on orders (quote_id) where quote_id is not null;
-- The numbers that are given in a row; what a shop or a company sells brings numbers of its own.
create unique index orders_number_key on orders (number) where number ~ '^O-\d{4}-\d+$' and sold_by = 'us' and shop is null;
create index orders_number on orders (number) where number is not null;
create index orders_counted on orders (ordered_on) include (id, home_net, units, owner_id, company_id)
  where sold_by = 'us' and confirmed_at is not null and deleted_at is null;

-- Cancelled as a whole where it came from, which no reduction tells of.
create index orders_cancelled on orders (cancelled_on) where cancelled_on is not null and deleted_at is null;

create table orderlines (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  order_id uuid not null references orders on delete cascade,
  seller_id uuid references companies on delete set null,
  product_id uuid references products on delete set null,
  owner_id uuid references users on delete set null,
  position int not null default 0,
  name text not null check (name <> ''),
  description text not null default '',
  unit text not null default '',
  quantity double precision not null default 1 check (quantity > 0),
  price bigint check (price >= 0),
  price_currency text check (price_currency ~ '^[A-Z]{3}$'),
  discount jsonb check (discount - '{percent,amount}'::text[] = '{}'),
  tax_id uuid references taxes on delete set null,
  tax_rate int not null default 0 check (tax_rate between 0 and 10000),
  charged text not null default 'once' check (charged in ('once', 'month', 'quarter', 'year')),
  term int not null default 1 check (term between 1 and 1200),
  cost bigint check (cost >= 0),
  net bigint not null default 0 check (net >= 0),
  net_currency text check (net_currency ~ '^[A-Z]{3}$'),
  tax_amount bigint not null default 0 check (tax_amount >= 0),
  tax_amount_currency text check (tax_amount_currency ~ '^[A-Z]{3}$'),
  delivered numeric(12, 3) not null default 0 check (delivered >= 0),
  invoiced numeric(12, 3) not null default 0 check (invoiced >= 0),
  cancelled numeric(12, 3) not null default 0 check (cancelled >= 0),
  title text not null generated always as (name) stored,
  -- What invoices bill of it, less what was credited.
  invoiced_net bigint not null default 0 check (invoiced_net >= 0),
  invoiced_tax bigint not null default 0 check (invoiced_tax >= 0),
  constraint orderlines_quantity_scale_check check (quantity::numeric = round(quantity::numeric, 3)),
  constraint orderlines_delivered_most_check check (delivered + cancelled <= quantity::numeric),
  constraint orderlines_invoiced_most_check check (invoiced <= quantity::numeric)
);
create index orderlines_created on orderlines (created_at, id) where deleted_at is null;
create index orderlines_title on orderlines (title, id) where deleted_at is null;
create index orderlines_updated on orderlines (updated_at, id) where deleted_at is null;
create index orderlines_order on orderlines (order_id, position);
create index orderlines_seller on orderlines (seller_id) where seller_id is not null;
create index orderlines_product on orderlines (product_id) where product_id is not null;
create index orderlines_tax on orderlines (tax_id) where tax_id is not null;
create index orderlines_deleted on orderlines (deleted_at) where deleted_at is not null;

-- Which products a line takes from the stock: of a bundle its parts. Frozen when its order is confirmed.
create table order_stock (
  line_id uuid not null references orderlines on delete cascade,
  product_id uuid not null references products on delete cascade,
  per_unit numeric(12, 3) not null check (per_unit > 0),
  reserved int not null check (reserved >= 0),
  taken int not null default 0 check (taken >= 0),
  primary key (line_id, product_id)
);
create index order_stock_product on order_stock (product_id);

create table invoices (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  number text not null,
  kind text not null check (kind in ('invoice', 'credit')),
  order_id uuid not null references orders,
  company_id uuid references companies on delete set null,
  person_id uuid references people on delete set null,
  owner_id uuid references users on delete set null,
  status text not null default 'open' check (status in ('open', 'paid', 'credited')),
  issued_on date not null,
  due_on date,
  net bigint not null check (net >= 0),
  net_currency text not null check (net_currency ~ '^[A-Z]{3}$'),
  total bigint not null check (total >= net),
  total_currency text not null check (total_currency ~ '^[A-Z]{3}$'),
  paid bigint not null default 0,
  paid_currency text check (paid_currency = total_currency),
  credited bigint not null default 0 check (credited >= 0),
  credited_currency text check (credited_currency = total_currency),
  -- What the customer sees, and SHA-256 of its canonical form.
  document jsonb,
  hash text check (hash ~ '^[0-9a-f]{64}$'),
  title text not null generated always as (number) stored,
  constraint invoices_number_key unique (number),
  constraint invoices_document_check check ((document is null) = (hash is null)),
  constraint invoices_due_on_check check ((due_on is not null) = (kind = 'invoice'))
);
create index invoices_created on invoices (created_at, id) where deleted_at is null;
create index invoices_title on invoices (title, id) where deleted_at is null;
create index invoices_updated on invoices (updated_at, id) where deleted_at is null;
create index invoices_owner on invoices (owner_id, created_at, id) where deleted_at is null;
create index invoices_order on invoices (order_id);
create index invoices_company on invoices (company_id) where company_id is not null;
create index invoices_person on invoices (person_id) where person_id is not null;
create index invoices_deleted on invoices (deleted_at) where deleted_at is not null;
create index invoices_due on invoices (due_on) where status = 'open' and kind = 'invoice' and deleted_at is null;

-- What was issued stays as it was. Only the erasure of a person takes words out of it.
create function keep_invoice() returns trigger language plpgsql as $$
begin
  if old.document is not null and current_setting('throughline.erasing', true) is distinct from 'on' and
    (new.number, new.kind, new.order_id, new.issued_on, new.due_on, new.net, new.total, new.document, new.hash)
      is distinct from (old.number, old.kind, old.order_id, old.issued_on, old.due_on, old.net, old.total, old.document, old.hash)
  then
    raise 'An invoice that was issued never changes' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger invoices_kept before update on invoices for each row execute function keep_invoice();

create table payments (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  amount bigint not null check (amount <> 0),
  amount_currency text not null check (amount_currency ~ '^[A-Z]{3}$'),
  paid_on date not null,
  method text check (method in ('transfer', 'card', 'debit', 'cash', 'other')),
  reference text,
  order_id uuid references orders on delete set null,
  invoice_id uuid references invoices on delete set null,
  company_id uuid references companies on delete set null,
  person_id uuid references people on delete set null,
  owner_id uuid references users on delete set null,
  -- In the organisation's currency at the rate of the day it was paid.
  home_amount bigint,
  title text not null generated always as (
    trim_scale(amount / minor_units(1, amount_currency))::text || ' ' || amount_currency) stored
);
create index payments_created on payments (created_at, id) where deleted_at is null;
create index payments_title on payments (title, id) where deleted_at is null;
create index payments_updated on payments (updated_at, id) where deleted_at is null;
create index payments_owner on payments (owner_id, created_at, id) where deleted_at is null;
create index payments_order on payments (order_id) where order_id is not null;
create index payments_invoice on payments (invoice_id) where invoice_id is not null;
create index payments_company on payments (company_id) where company_id is not null;
create index payments_person on payments (person_id) where person_id is not null;
create index payments_deleted on payments (deleted_at) where deleted_at is not null;
create index payments_paid on payments (paid_on) include (id, home_amount, owner_id, company_id) where deleted_at is null;

-- What was taken back of an order after it was confirmed, on a day of its own.
create table order_reductions (
  id uuid primary key default new_id(),
  order_id uuid not null references orders on delete cascade,
  kind text not null check (kind in ('cancelled', 'refunded')),
  on_day date not null,
  reason text not null default '',
  net bigint not null check (net >= 0),
  tax bigint not null check (tax >= 0),
  home_net bigint,
  -- Of a cancellation: how many units, and whether the whole order.
  units numeric not null default 0 check (units >= 0),
  whole boolean not null default false,
  credit_id uuid references invoices on delete set null,
  payment_id uuid references payments on delete set null,
  created_at timestamptz not null default now(),
  created_by uuid references users on delete set null
);
create index order_reductions_order on order_reductions (order_id);
create index order_reductions_day on order_reductions (on_day) include (order_id, home_net, units, whole);
create index order_reductions_credit on order_reductions (credit_id) where credit_id is not null;
create index order_reductions_payment on order_reductions (payment_id) where payment_id is not null;

create table order_reduction_lines (
  reduction_id uuid not null references order_reductions on delete cascade,
  line_id uuid not null references orderlines on delete cascade,
  quantity numeric(12, 3) not null default 0 check (quantity >= 0),
  net bigint not null check (net >= 0),
  tax bigint not null check (tax >= 0),
  primary key (reduction_id, line_id)
);
create index order_reduction_lines_line on order_reduction_lines (line_id);

-- In the organisation's currency at the rate of a day, a tie to the even one; null where no rate is known.
create function worth_on(amount bigint, of text, on_day date) returns bigint language sql stable parallel safe as $$
  select case when of = formula_currency() then amount
    else formula_half_even(amount * (select rate from exchange_rates r where r.currency = of and r.from_on <= on_day
      order by r.from_on desc limit 1) * (minor_units(1, formula_currency()) / minor_units(1, of)))::bigint end
$$;

-- What an order's row says of itself follows from the rest of it. Its worth is frozen once it is known, until its sum or day changes.
create function settle_order_row() returns trigger language plpgsql as $$
begin
  new.net_currency := new.currency;
  new.total_currency := new.currency;
  new.invoiced_currency := new.currency;
  new.paid_currency := new.currency;
  new.refunded_currency := new.currency;
  new.cancelled_currency := new.currency;
  new.outstanding_currency := new.currency;
  new.net := coalesce(new.net, 0);
  new.total := coalesce(new.total, 0);
  new.invoiced := coalesce(new.invoiced, 0);
  new.paid := coalesce(new.paid, 0);
  new.refunded := coalesce(new.refunded, 0);
  new.cancelled := coalesce(new.cancelled, 0);
  if tg_op = 'INSERT' then
    select s.inclusive, s.rounding into new.inclusive, new.rounding from quote_settings s;
  end if;
  new.outstanding := case when new.confirmed_at is null or new.sold_by = 'others' then 0
    when new.cancelled_on is not null then -new.paid
    else new.total - new.refunded - new.cancelled - new.paid end;
  if new.ordered_on is null then
    new.home_net := null;
  elsif tg_op = 'INSERT' or new.home_net is null
    or (new.net, new.currency, new.ordered_on) is distinct from (old.net, old.currency, old.ordered_on) then
    new.home_net := worth_on(new.net, new.currency, new.ordered_on);
  end if;
  new.status := case
    when new.confirmed_at is null then 'draft'
    when new.cancelled_on is not null then 'cancelled'
    when new.refunded > 0 and new.refunded + new.cancelled >= new.total then 'refunded'
    when new.paid > 0 and new.outstanding <= 0 then 'paid'
    when new.invoiced > 0 and new.invoiced >= new.total - new.refunded - new.cancelled then 'invoiced'
    when new.delivered >= 1 then 'delivered'
    else 'confirmed' end;
  return new;
end $$;
create trigger orders_settled before insert or update on orders for each row execute function settle_order_row();

-- An order comes to what its lines come to, whichever way those are written.
create function sum_lines(ids uuid[]) returns void language plpgsql as $$
begin
  perform from orders where id = any(ids) order by id for no key update;
  update orders o set net = s.net, total = s.net + s.tax, units = s.units
  from (select o.id, coalesce(sum(l.net), 0)::bigint as net, coalesce(sum(l.tax_amount), 0)::bigint as tax,
      coalesce(sum(l.quantity::numeric), 0) as units
    from orders o left join orderlines l on l.order_id = o.id and l.deleted_at is null where o.id = any(ids) group by o.id) s
  where o.id = s.id and (o.net, o.total, o.units) is distinct from (s.net, s.net + s.tax, s.units);
end $$;
create function sum_new_lines() returns trigger language plpgsql as $$
begin
  perform sum_lines(array(select distinct order_id from new_lines));
  return null;
end $$;
create function sum_old_lines() returns trigger language plpgsql as $$
begin
  perform sum_lines(array(select distinct order_id from old_lines));
  return null;
end $$;
create function sum_changed_lines() returns trigger language plpgsql as $$
begin
  perform sum_lines(array(select order_id from old_lines union select order_id from new_lines));
  return null;
end $$;
create trigger orderlines_summed_new after insert on orderlines referencing new table as new_lines
  for each statement execute function sum_new_lines();
create trigger orderlines_summed_old after delete on orderlines referencing old table as old_lines
  for each statement execute function sum_old_lines();
create trigger orderlines_summed after update on orderlines referencing old table as old_lines new table as new_lines
  for each statement execute function sum_changed_lines();

-- A line is whose its order is.
create function own_line() returns trigger language plpgsql as $$
begin
  select o.owner_id into new.owner_id from orders o where o.id = new.order_id;
  return new;
end $$;
create trigger orderlines_owned before insert on orderlines for each row execute function own_line();
create function own_lines() returns trigger language plpgsql as $$
begin
  update orderlines set owner_id = new.owner_id where order_id = new.id;
  update invoices set owner_id = new.owner_id where order_id = new.id;
  return null;
end $$;
create trigger orders_owning after update of owner_id on orders for each row
  when (old.owner_id is distinct from new.owner_id) execute function own_lines();

-- What was paid for an order goes to the invoices that payments name, and then to the oldest that are open.
create function settle_orders(ids uuid[]) returns void language plpgsql as $$
begin
  perform from orders where id = any(ids) order by id for no key update;
  update orders o set paid = s.paid
  from (select o.id, coalesce(sum(p.amount), 0)::bigint as paid
    from orders o left join payments p on p.order_id = o.id and p.deleted_at is null where o.id = any(ids) group by o.id) s
  where o.id = s.id and o.paid is distinct from s.paid;
  with due as (
      select i.id, i.order_id, i.issued_on, i.number, greatest(i.total - i.credited, 0) as due,
        least(greatest((select coalesce(sum(p.amount), 0) from payments p
          where p.invoice_id = i.id and p.order_id = i.order_id and p.deleted_at is null), 0), greatest(i.total - i.credited, 0)) as named
      from invoices i where i.order_id = any(ids) and i.kind = 'invoice' and i.deleted_at is null),
    shared as (
      select d.*, o.paid - sum(d.named) over (partition by d.order_id) as left_over,
        sum(d.due - d.named) over (partition by d.order_id order by d.issued_on, d.number) - (d.due - d.named) as before
      from due d join orders o on o.id = d.order_id),
    settled as (
      select id, due, greatest(least(due, named + least(due - named, greatest(left_over - before, 0)) + least(left_over, 0)), 0)::bigint as paid
      from shared)
  update invoices i set paid = s.paid, paid_currency = i.total_currency,
    status = case when s.due = 0 and i.total > 0 then 'credited' when s.paid >= s.due then 'paid' else 'open' end
  from settled s where s.id = i.id and (i.paid, i.status) is distinct from
    (s.paid, case when s.due = 0 and i.total > 0 then 'credited' when s.paid >= s.due then 'paid' else 'open' end);
end $$;
create function settle_new_payments() returns trigger language plpgsql as $$
begin
  perform settle_orders(array(select distinct order_id from new_payments where order_id is not null));
  return null;
end $$;
create function settle_old_payments() returns trigger language plpgsql as $$
begin
  perform settle_orders(array(select distinct order_id from old_payments where order_id is not null));
  return null;
end $$;
create function settle_changed_payments() returns trigger language plpgsql as $$
begin
  perform settle_orders(array(select order_id from old_payments where order_id is not null
    union select order_id from new_payments where order_id is not null));
  return null;
end $$;
create trigger payments_settled_new after insert on payments referencing new table as new_payments
  for each statement execute function settle_new_payments();
create trigger payments_settled_old after delete on payments referencing old table as old_payments
  for each statement execute function settle_old_payments();
create trigger payments_settled after update on payments referencing old table as old_payments new table as new_payments
  for each statement execute function settle_changed_payments();

create function value_payment() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' or new.home_amount is null
    or (new.amount, new.amount_currency, new.paid_on) is distinct from (old.amount, old.amount_currency, old.paid_on) then
    new.home_amount := worth_on(new.amount, new.amount_currency, new.paid_on);
  end if;
  return new;
end $$;
create trigger payments_valued before insert or update on payments for each row execute function value_payment();

create table contracts (
  id uuid primary key default new_id(),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users on delete set null,
  deleted_at timestamptz,
  custom jsonb not null default '{}',
  name text not null check (name <> ''),
  company_id uuid references companies on delete set null,
  person_id uuid references people on delete set null,
  order_id uuid references orders on delete set null,
  -- The line that it came from, so that it comes once.
  line_id uuid references orderlines on delete set null,
  product_id uuid references products on delete set null,
  owner_id uuid references users on delete set null,
  status text not null default 'active' check (status in ('active', 'cancelled', 'ended')),
  monthly bigint not null check (monthly >= 0),
  monthly_currency text not null check (monthly_currency ~ '^[A-Z]{3}$'),
  starts_on date not null,
  term double precision not null default 12 check (term between 1 and 1200 and term = trunc(term)),
  notice_days double precision not null default 30 check (notice_days between 0 and 3650 and notice_days = trunc(notice_days)),
  renews boolean,
  renews_on date,
  notice_by date,
  ends_on date,
  title text not null generated always as (name) stored,
  constraint contracts_ends_on_check check ((ends_on is not null) = (status <> 'active')),
  constraint contracts_renews_on_check check (renews_on > starts_on)
);
create index contracts_created on contracts (created_at, id) where deleted_at is null;
create index contracts_title on contracts (title, id) where deleted_at is null;
create index contracts_updated on contracts (updated_at, id) where deleted_at is null;
create index contracts_owner on contracts (owner_id, created_at, id) where deleted_at is null;
create index contracts_company on contracts (company_id) where company_id is not null;
create index contracts_person on contracts (person_id) where person_id is not null;
create index contracts_order on contracts (order_id) where order_id is not null;
create unique index contracts_line_key on contracts (line_id) where line_id is not null;
create index contracts_product on contracts (product_id) where product_id is not null;
create index contracts_deleted on contracts (deleted_at) where deleted_at is not null;
create index contracts_renewing on contracts (renews_on) where status = 'active' and deleted_at is null;

-- What a contract was worth a month from which day on: its start, renewals, changes of price, and its end, at zero.
create table contract_changes (
  id uuid primary key default new_id(),
  contract_id uuid not null references contracts on delete cascade,
  kind text not null check (kind in ('started', 'renewed', 'price', 'cancelled')),
  effective_on date not null,
  monthly_before bigint not null check (monthly_before >= 0),
  monthly_after bigint not null check (monthly_after >= 0),
  -- A change of price to come is noted on its day.
  applied boolean not null default true,
  reason text not null default '',
  recorded_at timestamptz not null default now(),
  actor_id uuid references users on delete set null
);
create index contract_changes_contract on contract_changes (contract_id, effective_on);
create index contract_changes_effective on contract_changes (effective_on);

-- Own references may lead to these as well. Which types there are is read from the table, as others may have been added.
do $$
declare referring text;
begin
  alter table record_links
    add column order_id uuid references orders on delete cascade,
    add column orderline_id uuid references orderlines on delete cascade,
    add column invoice_id uuid references invoices on delete cascade,
    add column payment_id uuid references payments on delete cascade,
    add column contract_id uuid references contracts on delete cascade;
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
create index record_links_order on record_links (order_id) where order_id is not null;
create index record_links_orderline on record_links (orderline_id) where orderline_id is not null;
create index record_links_invoice on record_links (invoice_id) where invoice_id is not null;
create index record_links_payment on record_links (payment_id) where payment_id is not null;
create index record_links_contract on record_links (contract_id) where contract_id is not null;
