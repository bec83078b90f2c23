import { metric } from './metric.ts'

export const activitiesPerDeal = metric({
  slug: 'sales.activities-per-deal',
  name: 'Activities per deal won',
  definition:
    'Calls, meetings, emails sent and received, notes and tasks done on the deals won in the period, up to the day each closed, ÷ deals won. Beside it the same of those lost.',
  unit: 'number',
  direction: 'down',
  wing: 'sales',
  recordType: 'deal',
  reads: ['call', 'meeting', 'email', 'note', 'task'],
  tells: ['status', 'stage', 'closedOn'],
  anchor: 'Closed on',
  terms: { numerator: 'activities', denominator: 'deals won' },
})
