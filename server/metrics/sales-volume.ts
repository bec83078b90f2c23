import { salesVolume as definition } from '../../contract/metrics/sales-volume.ts'
import { ordered } from './ordered.ts'
import { count, type MetricSource } from './source.ts'

export const salesVolume: MetricSource = {
  definition,
  ...ordered,
  figures: { units: 'sum(e.units)', orders: 'sum(e.orders)' },
  measure: ({ units, orders, n }) => ({
    value: count(units),
    n: count(n),
    beside: [{ key: 'orders', label: 'Orders', unit: 'number', value: count(orders), n: count(n) }],
  }),
}
