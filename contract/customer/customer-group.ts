/** What kind of buyer a customer is to the prices. */
export const customerGroups = [
  { value: 'consumer', label: 'Consumers' },
  { value: 'business', label: 'Businesses' },
  { value: 'key_account', label: 'Key accounts' },
  { value: 'reseller', label: 'Resellers' },
  { value: 'distributor', label: 'Distributors' },
  { value: 'public', label: 'Public sector' },
  { value: 'charity', label: 'Education and charity' },
] as const
export type CustomerGroup = (typeof customerGroups)[number]['value']
