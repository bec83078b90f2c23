/** Channels of METRICS.md's "Channel of a visit". A record's `source` keeps the company's own word. */
export const channels = [
  { value: 'direct', label: 'Direct' },
  { value: 'organic_search', label: 'Organic search' },
  { value: 'paid_search', label: 'Paid search' },
  { value: 'organic_social', label: 'Organic social' },
  { value: 'paid_social', label: 'Paid social' },
  { value: 'display', label: 'Display' },
  { value: 'email', label: 'E-mail' },
  { value: 'referral', label: 'Referral' },
  { value: 'partner', label: 'Partner' },
  { value: 'event', label: 'Event' },
  { value: 'ai_assistant', label: 'AI assistant' },
  { value: 'other', label: 'Other' },
] as const

export type Channel = (typeof channels)[number]['value']

const words: Record<string, Channel> = {
  direct: 'direct',
  direct_traffic: 'direct',
  organic_search: 'organic_search',
  organic: 'organic_search',
  seo: 'organic_search',
  search: 'organic_search',
  paid_search: 'paid_search',
  cpc: 'paid_search',
  ppc: 'paid_search',
  sem: 'paid_search',
  social: 'organic_social',
  organic_social: 'organic_social',
  paid_social: 'paid_social',
  display: 'display',
  banner: 'display',
  email: 'email',
  e_mail: 'email',
  mail: 'email',
  newsletter: 'email',
  referral: 'referral',
  referrer: 'referral',
  partner: 'partner',
  channel_partner: 'partner',
  event: 'event',
  trade_fair: 'event',
  webinar: 'event',
  ai_assistant: 'ai_assistant',
  chatgpt: 'ai_assistant',
}

/** The channel that a source's own word means; any other word is "other", nothing known is null. */
export function channelOf(source: string | null | undefined): Channel | null {
  if (!source?.trim()) return null
  const word = source
    .trim()
    .toLowerCase()
    .replace(/[^a-z]+/g, '_')
  return (Object.hasOwn(words, word) && words[word]) || 'other'
}
