import { sql } from 'kysely'
import { mayContact } from '../../../../contract/customer/contact.ts'
import type { Db } from '../../../db/database.ts'

/** Addresses of the company's own members and their mailboxes: between these no message is anybody's business. */
export async function colleagueAddresses(db: Db): Promise<Set<string>> {
  const { rows } = await sql<{ address: string }>`
    select email as address from users where email is not null union select address from mailboxes`.execute(
    db,
  )
  return new Set(rows.map(({ address }) => address))
}

export interface KnownPerson {
  id: string
  company: string | null
}

/** The people behind addresses, by address. Who is in the bin is not known. */
export async function peopleBy(db: Db, addresses: readonly string[]): Promise<Map<string, KnownPerson>> {
  const { rows } = await sql<KnownPerson & { address: string }>`
    select i.value as address, p.id, p.company_id as company
    from identities i join people p on p.id = i.person_id
    where i.kind = 'email' and i.value = any(${[...addresses]}::text[]) and p.deleted_at is null and p.erased_at is null`.execute(
    db,
  )
  return new Map(rows.map(({ address, ...person }) => [address, person]))
}

/** Which of the addresses are of people who want no email about what is to be sold. */
export async function closedTo(db: Db, addresses: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ address: string; doNotContact: string[] | null }>`
    select i.value as address, p.do_not_contact as "doNotContact" from identities i join people p on p.id = i.person_id
    where i.kind = 'email' and i.value = any(${[...addresses]}::text[])`.execute(db)
  return rows.filter((row) => !mayContact(row, 'email', 'sales')).map(({ address }) => address)
}

/** `a.b.example` → `a.b.example`, `b.example`. */
const domainsAbove = (domain: string): string[] => {
  const labels = domain.split('.')
  return labels.slice(0, -1).map((_, i) => labels.slice(i).join('.'))
}

/** The companies behind domains, by domain as it was asked; the closest one where several fit. */
export async function companiesBy(db: Db, domains: readonly string[]): Promise<Map<string, string>> {
  const asked = domains.flatMap((domain) =>
    domainsAbove(domain).map((above, rank) => ({ domain, above, rank })),
  )
  const { rows } = await sql<{ domain: string; id: string }>`
    select distinct on (a.domain) a.domain, c.id
    from json_to_recordset(${JSON.stringify(asked)}) as a (domain text, above text, rank int)
      join companies c on c.deleted_at is null and (c.domain = a.above
        or exists (select from identities i where i.kind = 'domain' and i.value = a.above and i.company_id = c.id))
    order by a.domain, a.rank, c.id`.execute(db)
  return new Map(rows.map(({ domain, id }) => [domain, id]))
}

export interface KnownMessage {
  id: string
  conversation: string | null
  deal: string | null
}

/** Messages that are kept, by their Message-ID. */
export async function messagesBy(db: Db, messageIds: readonly string[]): Promise<Map<string, KnownMessage>> {
  const { rows } = await sql<KnownMessage & { messageId: string }>`
    select m.message_id as "messageId", e.id, e.conversation, e.deal_id as deal
    from mail_messages m join emails e on e.id = m.email_id where m.message_id = any(${[...messageIds]}::text[])`.execute(
    db,
  )
  return new Map(rows.map(({ messageId, ...message }) => [messageId, message]))
}

/**
 * Deals that messages are about, by person: the one open deal that the person has with this member. With two of them
 * nobody can say, so it is neither.
 */
export async function openDealsBy(
  db: Db,
  people: readonly string[],
  owner: string,
): Promise<Map<string, string>> {
  const { rows } = await sql<{ person: string; deal: string }>`
    select person_id as person, (array_agg(id))[1] as deal from deals
    where person_id = any(${[...people]}::uuid[]) and owner_id = ${owner} and status = 'open' and deleted_at is null
    group by person_id having count(*) = 1`.execute(db)
  return new Map(rows.map(({ person, deal }) => [person, deal]))
}

/** Messages of ours that are on their way, by their Message-ID. */
export async function leavingBy(db: Db, messageIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; messageId: string }>`
    select id, message_id as "messageId" from mail_outgoing
    where message_id = any(${[...messageIds]}::text[]) and state <> 'sent'`.execute(db)
  return new Map(rows.map(({ id, messageId }) => [messageId, id]))
}
