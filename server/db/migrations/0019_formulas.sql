-- Formulas: own fields whose value is calculated. The database keeps them itself: a table with formulas has a trigger
-- that calculates those of each row written, by a function made from the checked formulas at run time.
alter table own_fields
  add column formula text,
  add column result text,
  add constraint own_fields_formula_check
    check ((type = 'formula') = (formula is not null) and (formula is null) = (result is null));

-- How far the calculation of a type's records has come, after a formula was added, or a day began. `last` is the id up to
-- which all are done; a further asking begins anew.
create table formula_fills (
  record_type text primary key,
  total int not null,
  done int not null default 0,
  changed int not null default 0,
  last uuid not null default '00000000-0000-0000-0000-000000000000',
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  stopped_at timestamptz
);

-- The day, in the organisation's time zone, by which all formulas that follow the day were last calculated.
create table formula_day (
  id boolean primary key default true check (id),
  day date
);
insert into formula_day default values;

-- An amount in major units. Within a formula it may have more decimals than its currency; what is kept is rounded.
create type formula_money as (amount numeric, currency text);

-- Numbers have 18 digits before and 12 after the point; what does not fit is nothing. So no calculation ever fails.
create function formula_number(value numeric) returns numeric language sql immutable parallel safe as $$
  select case when abs(value) < 1e18 then round(value, 12) end
$$;
-- As it is written, so that what was kept in binary is the decimal that everybody saw.
create function formula_number(value double precision) returns numeric language sql immutable parallel safe as $$
  select case when abs(value) < 1e18 then round(value::text::numeric, 12) end
$$;
create function formula_number(value jsonb) returns numeric language sql immutable parallel safe as $$
  select case when jsonb_typeof(value) = 'number' then formula_number(value::numeric) end
$$;
-- How many letters: none or more.
create function formula_count(value numeric) returns int language sql immutable parallel safe as $$
  select case when value is not null then least(greatest(trunc(value), 0), 1e6)::int end
$$;
create function formula_divide(a numeric, b numeric) returns numeric language sql immutable parallel safe as $$
  select case when b <> 0 then formula_number((a + 0.000000000000000000000000) / b) end
$$;
create function formula_round(value numeric, places numeric) returns numeric language sql immutable parallel safe as $$
  select case when places is not null
    then formula_number(round(value, least(greatest(trunc(places), -18), 12)::int)) end
$$;
-- A tie goes to the even one, as in all amounts.
create function formula_half_even(value numeric) returns numeric language sql immutable parallel safe as $$
  select case when abs(value) % 1 = 0.5 then 2 * round(value / 2) else round(value) end
$$;

create function formula_zone() returns text language sql stable parallel safe as $$
  select coalesce((select time_zone from organisation), 'UTC')
$$;
create function formula_today() returns date language sql stable parallel safe as $$
  select (now() at time zone formula_zone())::date
$$;
create function formula_currency() returns text language sql stable parallel safe as $$
  select coalesce((select currency from organisation), 'EUR')
$$;

create function formula_money(amount numeric, currency text) returns formula_money language sql immutable parallel safe as $$
  select case when amount is not null and currency is not null and abs(amount) < 1e18
    then row(round(amount, 12), currency)::formula_money end
$$;
-- In the organisation's currency, rounded to its minor unit: by what was frozen, else by the rate in force today. Nothing
-- where no rate is known.
create function formula_home(value formula_money) returns formula_money language sql stable parallel safe as $$
  select case when (value).currency = formula_currency() then value
    else formula_money(formula_half_even(minor_units((value).amount * (select rate from exchange_rates
      where currency = (value).currency and from_on <= formula_today() order by from_on desc limit 1), formula_currency()))
      / minor_units(1, formula_currency()), formula_currency()) end
$$;
-- Amounts of one currency stay in it; of two, both are converted.
create function formula_money_add(a formula_money, b formula_money, sign int) returns formula_money
  language plpgsql stable parallel safe as $$
begin
  if a is null or b is null then return null; end if;
  if a.currency <> b.currency then
    a := formula_home(a);
    b := formula_home(b);
  end if;
  return formula_money(a.amount + sign * b.amount, a.currency);
end $$;
-- Below zero, zero or above, as the first is less, the same or more. Nothing when either is, or a rate is not known.
create function formula_money_order(a formula_money, b formula_money) returns int language plpgsql stable parallel safe as $$
begin
  if a is null or b is null then return null; end if;
  if a.currency <> b.currency then
    a := formula_home(a);
    b := formula_home(b);
  end if;
  return sign(a.amount - b.amount)::int;
end $$;
create function formula_money_ratio(a formula_money, b formula_money) returns numeric language plpgsql stable parallel safe as $$
begin
  if a is null or b is null then return null; end if;
  if a.currency <> b.currency then
    a := formula_home(a);
    b := formula_home(b);
  end if;
  return formula_divide(a.amount, b.amount);
end $$;
-- The least or greatest of those that there are.
create function formula_money_extreme(amounts formula_money[], sign int) returns formula_money
  language plpgsql stable parallel safe as $$
declare
  best formula_money;
  one formula_money;
begin
  foreach one in array amounts loop
    if one is null then continue; end if;
    if best is null or formula_money_order(one, best) * sign > 0 then best := one; end if;
  end loop;
  return best;
end $$;
create function formula_money_round(value formula_money, places numeric) returns formula_money
  language sql immutable parallel safe as $$
  select case when places is null
    then formula_money(formula_half_even(minor_units((value).amount, (value).currency)) / minor_units(1, (value).currency), (value).currency)
    else formula_money(formula_round((value).amount, places), (value).currency) end
$$;

create function formula_money_multiply(value formula_money, factor numeric) returns formula_money
  language sql immutable parallel safe as $$
  select formula_money((value).amount * factor, (value).currency)
$$;
create function formula_money_divide(value formula_money, divisor numeric) returns formula_money
  language sql immutable parallel safe as $$
  select formula_money(formula_divide((value).amount, divisor), (value).currency)
$$;
create function formula_money_absolute(value formula_money) returns formula_money language sql immutable parallel safe as $$
  select formula_money(abs((value).amount), (value).currency)
$$;
create function formula_money_same(a formula_money, b formula_money) returns boolean language sql stable parallel safe as $$
  select coalesce(formula_money_order(a, b) = 0, a is null and b is null)
$$;

-- Days from the year 1 to 9999; what lies beyond is nothing.
create function formula_add_days(value date, days numeric) returns date language sql immutable parallel safe as $$
  select case when days between -17e5 and 37e5
      and value + least(greatest(trunc(days), -17e5), 37e5)::int between '0001-01-01' and '9999-12-31'
    then value + least(greatest(trunc(days), -17e5), 37e5)::int end
$$;
create function formula_add_months(value date, months numeric) returns date language sql immutable parallel safe as $$
  select case when abs(months) < 120000
      and extract(year from value) * 12 + extract(month from value) - 1 + trunc(months) between 12 and 119999
    then (value + make_interval(months => trunc(months)::int))::date end
$$;
create function formula_add_seconds(value timestamptz, seconds numeric) returns timestamptz
  language sql immutable parallel safe as $$
  select case when abs(seconds) < 3e11
      and extract(epoch from value) + seconds between -62135596800 and 253402300799
    then value + make_interval(secs => seconds::double precision) end
$$;

-- Values as the API has them.
create function formula_json(value numeric) returns jsonb language sql immutable parallel safe as $$
  select to_jsonb(trim_scale(formula_number(value)))
$$;
create function formula_json(value formula_money) returns jsonb language sql immutable parallel safe as $$
  select case when abs(minor_units((value).amount, (value).currency)) <= 9e15 then jsonb_build_object('amount',
      round(formula_half_even(minor_units((value).amount, (value).currency)) / minor_units(1, (value).currency),
        length(trim_scale(minor_units(1, (value).currency))::text) - 1)::text,
      'currency', (value).currency) end
$$;
create function formula_json(value text) returns jsonb language sql immutable parallel safe as $$
  select to_jsonb(nullif(left(value, 2000), ''))
$$;
create function formula_json(value date) returns jsonb language sql immutable parallel safe as $$
  select to_jsonb(value)
$$;
create function formula_json(value timestamptz) returns jsonb language sql immutable parallel safe as $$
  select to_jsonb(to_char(value at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
$$;
create function formula_json(value boolean) returns jsonb language sql immutable parallel safe as $$
  select to_jsonb(value)
$$;
-- Whole seconds.
create function formula_json_seconds(value numeric) returns jsonb language sql immutable parallel safe as $$
  select case when abs(value) < 9e15 then to_jsonb(round(value)) end
$$;
-- A row's own values with one of them set, or taken away when it is nothing.
create function formula_set(custom jsonb, name text, value jsonb) returns jsonb language sql immutable parallel safe as $$
  select case when value is null then custom - name else custom || jsonb_build_object(name, value) end
$$;
create function formula_text(value formula_money) returns text language sql immutable parallel safe as $$
  select (formula_json(value) ->> 'amount') || ' ' || (value).currency
$$;
