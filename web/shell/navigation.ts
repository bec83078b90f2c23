import { recordTypes } from '../../contract/record-types.ts'
import { companyRights, type CompanyRight } from '../../contract/team/role.ts'
import { typeLabel } from '../text/labels.ts'
import { t } from '../text/t.ts'
import type { WingName } from '../ui/wing.tsx'

export interface Place {
  to: string
  label: string
  /** The second key after `g`. */
  key?: string
  /** Which of the session's counts stands beside it. */
  count?: 'due'
  /** The record type that it lists, or tells of. */
  type?: string
}

export interface Group {
  label?: string
  wing?: WingName
  places: readonly Place[]
  /** Those that nobody opens every day, folded below. */
  more: readonly Place[]
}

const keys: Record<string, string> = {
  people: 'p',
  companies: 'c',
  deals: 'd',
  leads: 's',
  tasks: 't',
  products: 'o',
  notes: 'n',
  calls: 'l',
  meetings: 'e',
}

const ofWing = (wing: string): Place[] =>
  recordTypes
    .filter((type) => type.wing === wing && !('setting' in type) && !('part' in type))
    .map((type) => ({
      to: `/${type.plural}`,
      type: type.name,
      label: typeLabel(type).many,
      ...(keys[type.plural] && { key: keys[type.plural] }),
    }))

const callLists: Place = { to: '/call-queue', label: t('nav.callLists'), key: 'q' }
const forecast: Place = { to: '/forecast', type: 'deal', label: t('nav.forecast'), key: 'f' }

/** What is looked up now and then, or met on other pages first. */
const seldom = new Set([
  'note',
  'call',
  'payment',
  'product',
  'competitor',
  'objection',
  'pricelist',
  'price',
])

/** The rail, top to bottom. What a later wing adds as record types comes of itself. */
const all: readonly Omit<Group, 'more'>[] = [
  { places: [{ to: '/today', label: t('nav.today'), key: 'h', count: 'due' }, ...ofWing('customer')] },
  { label: t('nav.marketing'), wing: 'marketing', places: ofWing('marketing') },
  { label: t('nav.sales'), wing: 'sales', places: [...ofWing('sales'), callLists, forecast] },
  { label: t('nav.service'), wing: 'service', places: ofWing('service') },
  {
    label: t('nav.numbers'),
    places: [
      { to: '/metrics', label: t('nav.metrics'), key: 'm' },
      { to: '/reports', label: t('nav.reports'), key: 'r' },
    ],
  },
]
export const groups: readonly Group[] = all
  .filter((group) => group.places.length > 0)
  .map(({ places, ...group }) => ({
    ...group,
    places: places.filter(({ type }) => !type || !seldom.has(type)),
    more: places.filter(({ type }) => type && seldom.has(type)),
  }))

/** Every place that anybody may have. */
export const everyPlace = (): readonly Place[] => [
  ...groups.flatMap(({ places, more }) => [...places, ...more]),
  ...settingsOf(companyRights),
]

/** What an administrator has besides; others only their own account. */
export const settingsOf = (rights: readonly CompanyRight[]): readonly Place[] => [
  { to: '/account', label: t('nav.account'), key: 'a' },
  { to: '/settings/mailbox', label: t('nav.mailbox') },
  { to: '/duplicates', label: t('nav.duplicates'), key: 'u' },
  { to: '/bin', label: t('nav.bin'), key: 'b' },
  ...(rights.includes('administer')
    ? [
        { to: '/import', label: t('nav.import'), key: 'i' },
        { to: '/settings/team', label: t('nav.team') },
        { to: '/settings/roles', label: t('nav.roles') },
        { to: '/settings/sign-in', label: t('nav.signIn') },
        { to: '/settings/audit', label: t('nav.audit') },
        { to: '/settings/pipelines', label: t('nav.pipelines') },
        { to: '/settings/leads', label: t('nav.leads') },
        { to: '/settings/fields', label: t('nav.fields') },
        { to: '/settings/quotes', label: t('nav.quotes') },
        { to: '/settings/exchange-rates', label: t('nav.exchangeRates') },
        { to: '/settings/sample', label: t('nav.sample') },
        { to: '/settings/keys', label: t('nav.keys') },
        { to: '/settings/webhooks', label: t('nav.webhooks') },
        { to: '/settings/jobs', label: t('nav.jobs') },
        { to: '/settings/outbox', label: t('nav.outbox') },
        { to: '/settings/backups', label: t('nav.backups') },
        { to: '/settings/status', label: t('nav.status') },
      ]
    : [{ to: '/settings/exchange-rates', label: t('nav.exchangeRates') }]),
]

/** What the bottom bar of a phone holds; the rest is behind its menu. */
export const phonePlaces = ['/today', '/people', '/deals', '/metrics']
