/** Stages of a customer's life with the company, in order. An entry into a stage is dated once. */
export const lifecycleStages = [
  { value: 'subscriber', label: 'Subscriber' },
  { value: 'lead', label: 'Lead' },
  { value: 'mql', label: 'MQL' },
  { value: 'accepted', label: 'Accepted lead' },
  { value: 'opportunity', label: 'Opportunity' },
  { value: 'customer', label: 'Customer' },
  { value: 'advocate', label: 'Advocate' },
] as const

export type LifecycleStage = (typeof lifecycleStages)[number]['value']

/** Position in the order above, from 0. */
export const stageRank = (stage: LifecycleStage): number =>
  lifecycleStages.findIndex((candidate) => candidate.value === stage)
