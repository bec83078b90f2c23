import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { declaredTypes, type RecordTypes } from '../record-types.ts'
import { outputSchema, type AnyRecord } from '../records/value.ts'
import { momentSchema } from '../values/dates.ts'
import { exampleId } from '../values/id.ts'
import { meeting } from './activities.ts'

const shared = { tag: meeting.label.many, params: idParams } as const

/** Somebody who takes part, and what they were told by mail. */
export const invitedSchema = z.object({
  type: z.enum(['person', 'user']),
  id: z.string(),
  title: z.string(),
  /** Without an address there is no way to invite them. */
  hasAddress: z.boolean(),
  /** When they were last told of the meeting as it then was; null when never. */
  sentAt: z.string().nullable(),
  /** Whether that is how it is now. */
  current: z.boolean(),
})
export type Invited = z.infer<typeof invitedSchema>

/** What can be done with a meeting, each in one step; records come with a company’s own fields. */
export function meetingRoutesWith(types: Pick<RecordTypes, 'of'>) {
  const record = outputSchema(types.of(meeting.name)) as unknown as z.ZodType<AnyRecord>
  return {
    invited: route({
      ...shared,
      method: 'GET',
      path: '/meetings/{id}/invitations',
      who: { type: 'meeting', action: 'see' },
      summary: 'Who takes part in a meeting, and what they were told by mail',
      output: z.object({ data: z.array(invitedSchema) }),
    }),
    invite: route({
      ...shared,
      method: 'POST',
      path: '/meetings/{id}/invitations',
      who: { type: 'meeting', action: 'edit' },
      summary: 'Mail the invitation, its update or that it is off to whoever has not been told yet',
      detail:
        'The mails carry an iCalendar invitation: who gets it keeps one entry, which an update changes and a cancellation takes away. Asked again without a change, nobody gets anything.',
      example: { output: { invited: 2, cancelled: 0, without: ['Rui Costa'] } },
      output: z.object({
        invited: z.number().int(),
        cancelled: z.number().int(),
        /** Those who take part and have no e-mail address. */
        without: z.array(z.string()),
      }),
    }),
    move: route({
      ...shared,
      method: 'POST',
      path: '/meetings/{id}/move',
      who: { type: 'meeting', action: 'edit' },
      summary: 'Move a meeting: it is rescheduled, and leads to a new one at another time',
      body: z.strictObject({
        startsAt: momentSchema,
        /** As long as it was, unless said. */
        endsAt: momentSchema.optional(),
      }),
      example: {
        params: { id: exampleId('meeting') },
        body: { startsAt: '2026-03-09T09:30:00Z' },
      },
      output: z.object({
        meeting: record,
        /** What to give to `/undo`. */
        events: z.array(z.string()),
      }),
    }),
  }
}

export const meetingRoutes = meetingRoutesWith(declaredTypes)

export const calendarFeedRoutes = {
  state: route({
    method: 'GET',
    path: '/me/calendar-feed',
    who: 'caller',
    summary: 'Whether your meetings can be read by a calendar program, and since when',
    tag: 'Calendar',
    output: z.object({ createdAt: z.string().nullable() }),
  }),
  renew: route({
    method: 'POST',
    path: '/me/calendar-feed',
    who: 'caller',
    summary: 'Make the address under which a calendar program reads your meetings; a former one ends',
    tag: 'Calendar',
    secret: true,
    output: z.object({
      /** Shown this once. */
      url: z.string(),
    }),
  }),
  end: route({
    method: 'DELETE',
    path: '/me/calendar-feed',
    who: 'caller',
    summary: 'End the address of your calendar',
    tag: 'Calendar',
  }),
  read: route({
    method: 'GET',
    path: '/calendar/{token}',
    who: 'anyone',
    summary: 'The meetings of whoever made this address, as iCalendar: the past 30 days and the year to come',
    detail: 'Answers 304 to an `If-None-Match` with the ETag that it gave.',
    tag: 'Calendar',
    params: z.object({ token: z.string().max(100) }),
    sends: 'text/calendar',
    status: 200,
    perMinute: 60,
  }),
}
