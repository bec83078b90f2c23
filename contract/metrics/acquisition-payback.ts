import { metric } from './metric.ts'

export const acquisitionPayback = metric({
  slug: 'sales.acquisition-payback',
  name: 'CAC payback',
  definition:
    'Months until a new customer has earned what it cost to win them: acquisition cost ÷ (monthly revenue per new customer × gross margin). Revenue is what they bought within a year of their first deal, a twelfth of it a month; the margin is that of their deals whose product has a cost.',
  unit: 'months',
  direction: 'down',
  wing: 'sales',
  recordType: 'deal',
  reads: ['company', 'person', 'product'],
  tells: ['status', 'stage', 'closedOn', 'openedOn', 'amount', 'product'],
  anchor: 'First won deal closed on',
  terms: { of: 'new customers' },
  formula: 'acquisition-cost ÷ (monthly-revenue × gross-margin)',
  dimensions: [],
  costs: true,
})
