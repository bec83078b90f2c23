import { z } from 'zod'
import { idParams, pageOf, pageQuery, route } from '../http/route.ts'

export const notificationKinds = ['mention', 'assignment', 'due', 'notice'] as const
export type NotificationKind = (typeof notificationKinds)[number]

export const notificationSchema = z.object({
  id: z.string(),
  kind: z.enum(notificationKinds),
  /** Who mentioned or assigned; null for what fell due by the clock. */
  actor: z.object({ id: z.string(), title: z.string() }).nullable(),
  /** What to open; the title is null when it is gone or no longer the reader's to see. Of a notice, what it is about. */
  subject: z.object({ type: z.string(), id: z.string(), title: z.string().nullable() }),
  /** The customer it is about, where the subject is a note, a call and the like. */
  customer: z.object({ type: z.string(), id: z.string(), title: z.string() }).nullable(),
  /** Of a notice: the type of its event, `webhook.disabled`. */
  eventType: z.string().nullable(),
  /** How many records were assigned at once; the subject is the first of them. */
  count: z.number().int(),
  dueAt: z.string().nullable(),
  createdAt: z.string(),
  readAt: z.string().nullable(),
})
export type Notification = z.infer<typeof notificationSchema>

const tag = 'Notifications'
const unread = z.object({ unread: z.number().int() })

/** All of the reader's own. Live, the event `notification` says that the number of unread ones has changed. */
export const notificationRoutes = {
  list: route({
    method: 'GET',
    path: '/notifications',
    who: 'caller',
    summary: 'Your notifications, newest first',
    tag,
    query: pageQuery.extend({ unread: z.stringbool().optional() }),
    output: pageOf(notificationSchema),
  }),
  unread: route({
    method: 'GET',
    path: '/notifications/unread',
    who: 'caller',
    summary: 'How many are unread',
    tag,
    output: unread,
  }),
  read: route({
    method: 'POST',
    path: '/notifications/{id}/read',
    who: 'caller',
    summary: 'Mark one as read',
    tag,
    params: idParams,
    output: unread,
  }),
  readAll: route({
    method: 'POST',
    path: '/notifications/read',
    who: 'caller',
    summary: 'Mark all as read',
    tag,
    output: unread,
  }),
}
