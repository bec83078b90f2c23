import { domainOf } from '../../../../contract/customer/mail-address.ts'
import type { MailServer } from '../../../../contract/customer/mailbox.ts'

interface Provider {
  domains: readonly string[]
  imap: MailServer
  smtp: MailServer
  hint: 'app-password' | null
}

const tls = (host: string, port: number): MailServer => ({ host, port, security: 'tls' })
const starttls = (host: string, port: number): MailServer => ({ host, port, security: 'starttls' })

/** Providers whose servers are called otherwise than the addresses. */
const providers: readonly Provider[] = [
  {
    domains: ['gmail.com', 'googlemail.com'],
    imap: tls('imap.gmail.com', 993),
    smtp: tls('smtp.gmail.com', 465),
    hint: 'app-password',
  },
  {
    domains: ['outlook.com', 'hotmail.com', 'live.com', 'msn.com'],
    imap: tls('outlook.office365.com', 993),
    smtp: starttls('smtp.office365.com', 587),
    hint: 'app-password',
  },
  {
    domains: ['icloud.com', 'me.com', 'mac.com'],
    imap: tls('imap.mail.me.com', 993),
    smtp: starttls('smtp.mail.me.com', 587),
    hint: 'app-password',
  },
  {
    domains: ['yahoo.com', 'yahoo.de', 'ymail.com'],
    imap: tls('imap.mail.yahoo.com', 993),
    smtp: tls('smtp.mail.yahoo.com', 465),
    hint: 'app-password',
  },
  {
    domains: ['fastmail.com', 'fastmail.fm'],
    imap: tls('imap.fastmail.com', 993),
    smtp: tls('smtp.fastmail.com', 465),
    hint: 'app-password',
  },
  {
    domains: ['gmx.de', 'gmx.net', 'gmx.at', 'gmx.ch'],
    imap: tls('imap.gmx.net', 993),
    smtp: starttls('mail.gmx.net', 587),
    hint: null,
  },
  { domains: ['web.de'], imap: tls('imap.web.de', 993), smtp: starttls('smtp.web.de', 587), hint: null },
  { domains: ['sapo.pt'], imap: tls('imap.sapo.pt', 993), smtp: tls('smtp.sapo.pt', 465), hint: null },
  {
    domains: ['zoho.com', 'zohomail.eu'],
    imap: tls('imap.zoho.com', 993),
    smtp: tls('smtp.zoho.com', 465),
    hint: 'app-password',
  },
]

/** The servers of an address: a well-known provider's, or what most companies call theirs. */
export function serversOf(address: string) {
  const domain = domainOf(address)
  const found = providers.find(({ domains }) => domains.includes(domain))
  if (found) return { imap: found.imap, smtp: found.smtp, known: true, hint: found.hint }
  return {
    imap: tls(`imap.${domain}`, 993),
    smtp: starttls(`smtp.${domain}`, 587),
    known: false,
    hint: null,
  }
}
