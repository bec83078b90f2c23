import { recordTypeOf } from '../../contract/record-types.ts'

/** What counts as work on a deal, and when it was done. A further kind is a line here. */
export const activityKinds = [
  {
    type: 'call',
    won: 'Calls per deal won',
    lost: 'Calls per deal lost',
    at: 'coalesce(a.started_at, a.created_at)',
  },
  { type: 'meeting', won: 'Meetings per deal won', lost: 'Meetings per deal lost', at: 'a.starts_at' },
  { type: 'note', won: 'Notes per deal won', lost: 'Notes per deal lost', at: 'a.created_at' },
  { type: 'task', won: 'Tasks per deal won', lost: 'Tasks per deal lost', at: 'a.done_at' },
] as const

/** How many of each kind were done on the deal of an alias up to the day it closed, of those that the reader may see. */
export const activitiesOf = (deal: string, may: (type: string, alias: string) => string) =>
  activityKinds.map(({ type, at }) => ({
    type,
    count: `(select count(*) from ${recordTypeOf(type).plural} a where a.deal_id = ${deal}.id and a.deleted_at is null
      and ((${at}) at time zone (select time_zone from organisation))::date <= coalesce(${deal}.closed_on, 'infinity')
      and ${may(type, 'a')})`,
  }))
