-- Invoices of a year are issued in the order of their days; the last day is looked up with each.
create index invoices_issued on invoices (kind, issued_on);

-- Of orders that were refunded whole every unit was given back.
insert into order_reduction_lines as part (reduction_id, line_id, quantity, net, tax)
select last.id, l.id, l.quantity::numeric - t.returned, 0, 0
from orders o
  cross join lateral (select r.id from order_reductions r where r.order_id = o.id and r.kind = 'refunded'
    order by r.created_at desc, r.id desc limit 1) last
  join orderlines l on l.order_id = o.id and l.deleted_at is null
  cross join lateral (
    select coalesce(sum(r.quantity), 0) as returned from order_reduction_lines r where r.line_id = l.id) t
where o.status = 'refunded' and l.quantity::numeric > t.returned
on conflict (reduction_id, line_id) do update set quantity = part.quantity + excluded.quantity;

-- Units that were given back are not delivered any more: what was promised for them is free.
with due as (
    select s.line_id, s.product_id, s.taken + s.reserved
      - greatest(ceil(s.per_unit * greatest(l.quantity::numeric - t.returned, l.delivered))::int, s.taken) as units
    from order_stock s join orderlines l on l.id = s.line_id
      cross join lateral (
        select coalesce(sum(r.quantity), 0) as returned from order_reduction_lines r where r.line_id = l.id) t
    where s.reserved > 0),
  freed as (
    update order_stock s set reserved = s.reserved - due.units
    from due where due.units > 0 and s.line_id = due.line_id and s.product_id = due.product_id
    returning s.product_id, due.units)
update products p set reserved = greatest(0, p.reserved - f.units)
from (select product_id, sum(units) as units from freed group by product_id) f where f.product_id = p.id;
