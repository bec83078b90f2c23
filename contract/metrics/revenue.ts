import { metric } from './metric.ts'

export const revenue = metric({
  slug: 'sales.revenue',
  name: 'Revenue',
  definition:
    'Sum of the confirmed orders without tax, by the day they were ordered, less what was cancelled and refunded on its own day, in the company’s currency at the rate of the day of the order.',
  unit: 'money',
  direction: 'up',
  wing: 'sales',
  recordType: 'order',
  tells: ['status', 'orderedOn', 'soldBy', 'net'],
  anchor: 'Ordered on',
  terms: { of: 'orders' },
})
