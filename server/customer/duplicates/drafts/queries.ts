import type { DuplicateReason } from '../../../../contract/customer/duplicates.ts'
import type { RecordType } from '../../../../contract/records/record-type.ts'
import type { Address } from '../../../../contract/records/value.ts'
import type { Db } from '../../../db/database.ts'
import type { Draft, Resemblance, Values } from '../../../records/behaviour.ts'
import { groupsOf, profilesOf, titlesOf } from '../search/queries.ts'
import { compare, keysOf, mostTogether, profileOf, type Known } from '../search/rules.ts'

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const list = (value: unknown): string[] => (text(value) ? [String(value)] : [])

/** A record being written, as it is known for comparing. */
function knownOf(type: RecordType, id: string, values: Values): Known {
  const address = values.address as Address | null | undefined
  const place = {
    city: text(address?.city),
    postalCode: text(address?.postalCode),
    phones: list(values.phone),
  }
  return type.name === 'person'
    ? {
        id,
        ...place,
        firstName: text(values.firstName),
        lastName: text(values.lastName),
        emails: list(values.email),
        company: text(values.company),
        birthday: text(values.birthday),
      }
    : {
        id,
        ...place,
        name: text(values.name),
        domains: list(values.domain),
        website: text(values.website),
        parent: text(values.parent),
      }
}

const words: Record<DuplicateReason, string> = {
  email: 'e-mail',
  domain: 'domain',
  phone: 'phone',
  name: 'name',
  similarName: 'a similar name',
  mailbox: 'mailbox',
  birthday: 'birthday',
  company: 'company',
  place: 'town',
}

/** Of each draft the record that it most likely is, if it may be one. */
export const resembling =
  (type: RecordType) =>
  async (db: Db, drafts: readonly Draft[]): Promise<Resemblance[]> => {
    if (drafts.length === 0) return []
    const own = drafts.map(({ id, values }) => profileOf(knownOf(type, id, values)))
    const keys = new Map(own.map((profile) => [profile.id, keysOf(profile)]))
    const groups = await groupsOf(db, type, [...keys.values()].flat(), mostTogether('work'))
    const ids = [...new Set(groups.flatMap((group) => group.ids))]
    const others = new Map((await profilesOf(db, type, ids)).map((profile) => [profile.id, profile]))
    const byKey = new Map(
      groups
        .filter(({ kind, size }) => size <= mostTogether(kind))
        .map((group) => [group.key, group.ids] as const),
    )
    const found = own.flatMap((profile) => {
      const candidates = new Set((keys.get(profile.id) ?? []).flatMap(({ key }) => byKey.get(key) ?? []))
      const likely = [...candidates].flatMap((id) => {
        const other = id === profile.id ? undefined : others.get(id)
        const is = other && compare(profile, other)
        return is ? [{ id, ...is }] : []
      })
      const best = likely.toSorted((a, b) => b.score - a.score)[0]
      return best ? [{ draft: profile.id, best }] : []
    })
    const titles = await titlesOf(db, type, [...new Set(found.map(({ best }) => best.id))])
    return found
      .map(({ draft, best: { id, score, reasons } }) => ({
        draft,
        title: titles.get(id) ?? '',
        by: reasons.map((reason) => words[reason]).join(', '),
        score,
      }))
      .toSorted((a, b) => b.score - a.score)
  }
