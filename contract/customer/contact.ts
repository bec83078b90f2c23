/** The ways by which a person can be spoken to. */
export const contactChannels = [
  { value: 'phone', label: 'Phone' },
  { value: 'email', label: 'E-mail' },
  { value: 'post', label: 'Post' },
] as const
export type ContactChannel = (typeof contactChannels)[number]['value']

/** What it is about: what they asked for, or what we want of them. */
export type ContactPurpose = 'service' | 'sales' | 'marketing'

/**
 * The one question before anybody is spoken to or written to. What a person asked for themselves, as an answer of service
 * is, may always reach them; for anything else they may have closed the way.
 */
export const mayContact = (
  { doNotContact }: { doNotContact: readonly string[] | null },
  channel: ContactChannel,
  purpose: ContactPurpose,
): boolean => purpose === 'service' || !(doNotContact ?? []).includes(channel)
