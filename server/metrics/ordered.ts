import type { Ground, MetricSource, Rows } from './source.ts'

/** What was ordered, or taken back of it on a day of its own, with its sign. */
interface OrderEvents {
  /** Of each: `id`, `order_id`, `on_day`, `currency`, `home_net` and `net` of all of it, `units`, `orders` and `sign`. */
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
      events: `select o.id, o.id as order_id, o.ordered_on as on_day, o.currency, o.home_net, o.net, o.units, 1 as orders, 1 as sign
        from orders o where o.sold_by = 'us' and o.confirmed_at is not null and o.deleted_at is null and ${within('o.ordered_on')}`,
      lines: `select l.id, l.product_id, l.position, l.net, l.quantity::numeric as units
        from orderlines l where l.order_id = e.order_id and l.deleted_at is null`,
    },
    {
      events: `select r.id, r.order_id, r.on_day, o.currency, r.home_net, r.net, r.units, case when r.whole then 1 else 0 end as orders, -1 as sign
        from order_reductions r join orders o on o.id = r.order_id where ${within('r.on_day')}`,
      // Only a cancellation takes units off, all that were left of a line to deliver.
      lines: `select l.id, l.product_id, l.position, part.net, case when e.units > 0 then l.cancelled else 0 end as units
        from order_reduction_lines part join orderlines l on l.id = part.line_id where part.reduction_id = e.id`,
    },
    {
      events: `select o.id, o.id as order_id, o.cancelled_on as on_day, o.currency, o.home_net - coalesce(r.home_net, 0) as home_net,
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
 * What lines of an event come to for each product, and a row without a product for what no line says of it, the last of
 * all. An order counts once a product.
 */
function partsOf({ events, lines }: OrderEvents, condition: string): string {
  const told = 'e.id, e.order_id, e.on_day, e.sign, e.orders, e.home_net, e.net, e.units'
  return `
    select id, order_id, on_day, sign, home_net, net, product_id, position,
      case when rest then net - coalesce(part, 0) else part end as part,
      case when rest then units - coalesce(part_units, 0) else part_units end as units,
      case when rest and unnamed then 0 else orders end as orders
    from (
      select ${told}, l.product_id, grouping(l.product_id) = 1 as rest, count(l.id) as lines, sum(l.net) as part,
        sum(l.units) as part_units, bool_or(l.id is not null and l.product_id is null) as unnamed,
        case when grouping(l.product_id) = 0 then min(l.position) end as position
      from (${events}) e left join lateral (${lines}) l on true
      where ${condition}
      group by grouping sets ((${told}, l.product_id), (${told}))) e
    where case when rest then lines = 0 or part <> net or part_units <> units else lines > 0 end`
}

/**
 * An event as a row for each product of its lines, each with its share of what the event was worth. In the company's own
 * currency, `home`, that is what lines come to; in others it is rounded from the left, so that shares add up to the cent.
 */
const byProduct = (event: OrderEvents, home: string): string => `
  select order_id, on_day, sign * part as home_net, sign * units as units, sign * orders as orders, product_id
    from (${partsOf(event, `e.currency = ${home}`)}) part
  union all
  select order_id, on_day, sign * (share.upto - share.before), sign * units, sign * orders, product_id
    from (select *, sum(part) over (partition by id order by position, product_id) as upto_part
      from (${partsOf(event, `e.currency <> ${home}`)}) part) part
    cross join lateral (select
      case when net = 0 then 0 else round(home_net::numeric * upto_part / net) end as upto,
      case when net = 0 then 0 else round(home_net::numeric * (upto_part - part) / net) end as before) share`

const finer = new Set(['product', 'productFamily'])

/** What was ordered of us, and what was taken back of it: a row for each, or for each product where that is asked for. */
const orderRows: Rows = (ground) => {
  const where = `t.sold_by = 'us' and t.confirmed_at is not null and t.deleted_at is null and ${ground.may('order', 't')}`
  const from = (rows: string) => `${rows} e join orders t on t.id = e.order_id`
  if (!finer.has(ground.by ?? ''))
    return { from: from(`(${orderEvents(ground).map(whole).join(' union all ')})`), where }
  const home = ground.bind(ground.currency)
  const parts = orderEvents(ground).map((event) => byProduct(event, home))
  return {
    with: `order_parts as materialized (${parts.join(' union all ')})`,
    from: from('order_parts'),
    where,
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
