-- Who bought first, and when, is asked of all orders: by these indexes alone, as it is of won deals.
create index orders_first on orders (company_id, ordered_on, confirmed_at, id) include (owner_id)
  where sold_by = 'us' and confirmed_at is not null and cancelled_on is null and deleted_at is null
    and ordered_on is not null and company_id is not null;
create index orders_first_person on orders (person_id, ordered_on, confirmed_at, id) include (owner_id, company_id)
  where sold_by = 'us' and confirmed_at is not null and cancelled_on is null and deleted_at is null
    and ordered_on is not null and person_id is not null;
