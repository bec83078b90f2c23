import { recordTypeOf } from '../../contract/record-types.ts'

/** A kind of work on a deal. */
interface ActivityKind {
  key: string
  type: string
  won: string
  lost: string
  /** When it was done; null where it was not. */
  at: string
  /** Which records of the type are of the kind. */
  only?: string
  /** The customer did it. */
  theirs?: true
}

const sentAt = 'coalesce(a.sent_at, a.created_at)'

/** What counts as work on a deal, and when it was done. A further kind is a line here. */
export const activityKinds = [
  {
    key: 'call',
    type: 'call',
    won: 'Calls per deal won',
    lost: 'Calls per deal lost',
    at: 'coalesce(a.started_at, a.created_at)',
  },
  {
    key: 'meeting',
    type: 'meeting',
    won: 'Meetings per deal won',
    lost: 'Meetings per deal lost',
    at: 'a.starts_at',
  },
  {
    key: 'sent',
    type: 'email',
    won: 'Emails sent per deal won',
    lost: 'Emails sent per deal lost',
    at: sentAt,
    only: `a.direction = 'outbound'`,
  },
  {
    key: 'received',
    type: 'email',
    won: 'Emails received per deal won',
    lost: 'Emails received per deal lost',
    at: sentAt,
    only: `a.direction = 'inbound'`,
    theirs: true,
  },
  {
    key: 'note',
    type: 'note',
    won: 'Notes per deal won',
    lost: 'Notes per deal lost',
    at: 'a.created_at',
  },
  { key: 'task', type: 'task', won: 'Tasks per deal won', lost: 'Tasks per deal lost', at: 'a.done_at' },
] as const satisfies readonly ActivityKind[]

/** Those of a kind that were done on the deal of an alias up to the day it closed, of those that the reader may see. */
export const doneOn = (
  { type, at, ...kind }: ActivityKind,
  deal: string,
  may: (type: string, alias: string) => string,
): { table: string; where: string } => ({
  table: recordTypeOf(type).plural,
  where: `a.deal_id = ${deal}.id and a.deleted_at is null ${kind.only ? `and ${kind.only}` : ''}
    and ((${at}) at time zone (select time_zone from organisation))::date <= coalesce(${deal}.closed_on, 'infinity')
    and ${may(type, 'a')}`,
})

/** How many of each kind were done on a deal. */
export const activitiesOf = (deal: string, may: (type: string, alias: string) => string) =>
  activityKinds.map((kind) => {
    const { table, where } = doneOn(kind, deal, may)
    return { key: kind.key, count: `(select count(*) from ${table} a where ${where})` }
  })
