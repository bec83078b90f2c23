import type { MetricSource, Rows } from './source.ts'

/**
 * What was ordered of us, and what was taken back of it: a row for each, on its own day, with its sign. A cancellation that
 * a file told of has no row of its own kept, so all that was left of the order goes on its day.
 */
const orderRows: Rows = ({ from, to, may }) => {
  const within = (day: string) => `${day} >= ${from}::date and ${day} < ${to}::date`
  return {
    from: `(
        select o.id as order_id, o.ordered_on as on_day, o.home_net, o.units, 1 as orders from orders o
          where o.sold_by = 'us' and o.confirmed_at is not null and o.deleted_at is null and ${within('o.ordered_on')}
        union all
        select r.order_id, r.on_day, -r.home_net, -r.units, case when r.whole then -1 else 0 end
          from order_reductions r where ${within('r.on_day')}
        union all
        select o.id, o.cancelled_on, coalesce(r.home_net, 0) - o.home_net, coalesce(r.units, 0) - o.units, -1
          from orders o left join lateral (
            select sum(home_net) as home_net, sum(units) as units, bool_or(whole) as whole
            from order_reductions where order_id = o.id) r on true
          where o.cancelled_on is not null and o.ordered_on is not null and o.deleted_at is null
            and ${within('o.cancelled_on')} and r.whole is not true) e
      join orders t on t.id = e.order_id`,
    where: `t.sold_by = 'us' and t.confirmed_at is not null and t.deleted_at is null and ${may('order', 't')}`,
  }
}

/** An order may stand in several rows of a period: when it was ordered, and each time that some of it was taken back. */
export const ordered = {
  rows: orderRows,
  day: 'e.on_day',
  adds: true,
  repeats: 'true',
  records: { n: 'true' },
  record: { type: `'order'`, id: 't.id', title: 't.title' },
} as const satisfies Partial<MetricSource>
