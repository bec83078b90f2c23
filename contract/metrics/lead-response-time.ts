import { metric } from './metric.ts'

export const leadResponseTime = metric({
  slug: 'sales.lead-response-time',
  name: 'Lead response time',
  definition:
    'Business hours from a lead’s arrival to its owner’s first touch: the median, beside it the mean, the 90th percentile and the same by the clock on the wall. A lead that came back counts from then.',
  unit: 'hours',
  direction: 'down',
  wing: 'sales',
  recordType: 'lead',
  tells: ['status', 'firstTouchedAt'],
  anchor: 'Arrived on',
  terms: { of: 'leads responded to' },
})
