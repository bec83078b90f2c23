import { metric } from './metric.ts'

export const acquisitionPayback = metric({
  slug: 'sales.acquisition-payback',
  name: 'CAC payback',
  definition:
    'Months until a new customer has earned what it cost to win them: acquisition cost ÷ (monthly revenue per new customer × gross margin). Revenue is a twelfth of what they ordered once within a year of their first purchase, less what was taken back, and the monthly value of the contracts that they began in it; the margin is that of their order lines whose cost is known.',
  unit: 'months',
  direction: 'down',
  wing: 'sales',
  recordType: 'deal',
  reads: ['company', 'person', 'order', 'contract'],
  tells: ['status', 'stage', 'closedOn', 'openedOn'],
  anchor: 'First won deal or order on',
  terms: { of: 'new customers' },
  formula: 'acquisition-cost ÷ (monthly-revenue × gross-margin)',
  dimensions: [],
  costs: true,
})
