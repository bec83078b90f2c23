import { metric } from './metric.ts'

export const salesVolume = metric({
  slug: 'sales.volume',
  name: 'Sales volume',
  definition:
    'Units of the orders confirmed, by the day they were ordered, and how many orders. What is cancelled is taken off on the day it was cancelled.',
  unit: 'number',
  direction: 'up',
  wing: 'sales',
  recordType: 'order',
  tells: ['status', 'orderedOn', 'soldBy'],
  anchor: 'Ordered on',
  terms: { of: 'orders' },
})
