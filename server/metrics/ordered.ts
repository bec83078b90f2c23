import type { Ground, MetricSource, Rows } from './source.ts'

/** What was ordered, or taken back of it on a day of its own, with its sign. */
interface OrderEvents {
  /** Of each: `id`, `order_id`, `on_day`, `home_net` and `net` of all of it, `units`, `orders` and `sign`. */
  events: string
  /** The lines of such an event `e`, each with `net` and `units`. */
  lines: string
}

/**
 * A cancellation that a file told of has no row of its own kept, so all that was left of the order goes on its day.
 */
function orderEvents({ from, to }: Ground): OrderEvents[] {
  const within = (day: string) => `${day} >= ${from}::date and ${day} < ${to}::date`
  const taken = (of: string) =>
    `(select coalesce(sum(taken.net), 0) from order_reduction_lines taken where taken.line_id = ${of}.id)`
  return [
    {
      events: `select o.id, o.id as order_id, o.ordered_on as on_day, o.home_net, o.net, o.units, 1 as orders, 1 as sign
        from orders o where o.sold_by = 'us' and o.confirmed_at is not null and o.deleted_at is null and ${within('o.ordered_on')}`,
      lines: `select l.id, l.product_id, l.position, l.net, l.quantity::numeric as units
        from orderlines l where l.order_id = e.order_id and l.deleted_at is null`,
    },
    {
      events: `select r.id, r.order_id, r.on_day, r.home_net, r.net, r.units, case when r.whole then 1 else 0 end as orders, -1 as sign
        from order_reductions r where ${within('r.on_day')}`,
      // Only a cancellation takes units off, all that were left of a line to deliver.
      lines: `select l.id, l.product_id, l.position, part.net, case when e.units > 0 then l.cancelled else 0 end as units
        from order_reduction_lines part join orderlines l on l.id = part.line_id where part.reduction_id = e.id`,
    },
    {
      events: `select o.id, o.id as order_id, o.cancelled_on as on_day, o.home_net - coalesce(r.home_net, 0) as home_net,
          o.net - coalesce(r.net, 0) as net, o.units - coalesce(r.units, 0) as units, 1 as orders, -1 as sign
        from orders o left join lateral (
          select sum(home_net) as home_net, sum(net) as net, sum(units) as units, bool_or(whole) as whole
          from order_reductions where order_id = o.id) r on true
        where o.cancelled_on is not null and o.ordered_on is not null and o.deleted_at is null
          and ${within('o.cancelled_on')} and r.whole is not true`,
      lines: `select l.id, l.product_id, l.position, l.net - ${taken('l')} as net, l.quantity::numeric - l.cancelled as units
        from orderlines l where l.order_id = e.order_id and l.deleted_at is null`,
    },
  ]
}

/** An event as one row. */
const whole = ({ events }: OrderEvents) =>
  `select order_id, on_day, sign * home_net as home_net, sign * units as units, sign * orders as orders, null::uuid as product_id
    from (${events}) e`

/**
 * An event as a row for each of its lines, and one without a product for what no line says. Each has its share of what the
 * event was worth; rounded from the left, so that shares always add up to the cent. An order counts once a product.
 */
const byLine = ({ events, lines }: OrderEvents) => `
  select order_id, on_day, sign * (share.upto - share.before) as home_net, sign * units as units,
    sign * orders * (nth = 1)::int as orders, product_id
  from (
    select e.order_id, e.on_day, e.sign, e.orders, e.home_net, e.net as of, part.*
    from (${events}) e cross join lateral (
      select product_id, net, units, sum(net) over parts as upto_net,
        row_number() over (partition by product_id order by position, id) as nth
      from (
        select id, product_id, position, net, units from (${lines}) line
        union all
        select null, null, 2147483647, e.net - coalesce(sum(net), 0), e.units - coalesce(sum(units), 0) from (${lines}) line
        having e.net <> coalesce(sum(net), 0) or e.units <> coalesce(sum(units), 0) or count(*) = 0) line
      window parts as (order by position, id)) part) line
  cross join lateral (select
    case when line.of = 0 then 0 else round(home_net::numeric * upto_net / line.of) end as upto,
    case when line.of = 0 then 0 else round(home_net::numeric * (upto_net - net) / line.of) end as before) share`

const finer = new Set(['product', 'productFamily'])

/** What was ordered of us, and what was taken back of it: a row for each, or for each line where that is asked for. */
const orderRows: Rows = (ground) => {
  const row = finer.has(ground.by ?? '') ? byLine : whole
  return {
    from: `(${orderEvents(ground).map(row).join(' union all ')}) e join orders t on t.id = e.order_id`,
    where: `t.sold_by = 'us' and t.confirmed_at is not null and t.deleted_at is null and ${ground.may('order', 't')}`,
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
