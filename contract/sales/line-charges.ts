/** How often what is sold is charged; of what recurs, `term` says how many times. */
export const charges = [
  { value: 'once', label: 'Once' },
  { value: 'month', label: 'Each month' },
  { value: 'quarter', label: 'Each quarter' },
  { value: 'year', label: 'Each year' },
] as const
export type Charged = (typeof charges)[number]['value']
