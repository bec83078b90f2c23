import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  calendarFeedRoutes,
  meetingRoutes,
  meetingRoutesWith,
} from '../../../contract/customer/meeting-routes.ts'
import type { Bind } from '../../http/bind.ts'
import { notFound } from '../../http/problem.ts'
import { contentOf, moveMeeting, sendInvitations } from './commands.ts'
import { endFeed, feedHash, feedState, renewFeed } from './feed/commands.ts'
import { calendarOfMember, callerByToken } from './feed/queries.ts'
import { invitedTo } from './queries.ts'

export function bindMeetings(bind: Bind, publicUrl: string): void {
  bind(meetingRoutes.invited, async ({ params, context }) => ({
    data: await invitedTo(context, params.id, contentOf),
  }))
  bind(meetingRoutes.invite, ({ params, context }) => sendInvitations(context, params.id))
  bind(
    (types) => meetingRoutesWith(types).move,
    ({ params, body, context }) => moveMeeting(context, params.id, body),
  )
  bind(calendarFeedRoutes.state, ({ context }) => feedState(context))
  bind(calendarFeedRoutes.renew, ({ context }) => renewFeed(context, publicUrl))
  bind(calendarFeedRoutes.end, ({ context }) => endFeed(context))
  bind(calendarFeedRoutes.read, async ({ params, context, request, reply }) => {
    const member = await callerByToken(context, feedHash(params.token.replace(/\.ics$/, '')))
    if (!member) throw notFound('calendar')
    const text = await calendarOfMember(member)
    const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`
    reply.header('etag', tag).header('cache-control', 'private, no-cache')
    if (request.headers['if-none-match'] === tag) return reply.code(304).send()
    reply.type('text/calendar; charset=utf-8')
    return Readable.from([text])
  })
}
