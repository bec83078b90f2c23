import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { recordTypeOf } from '../../contract/record-types.ts'
import { notificationRoutes } from '../../contract/team/notification.ts'
import type { Notification } from '../../contract/team/notification.ts'
import { eventLabel, inText, typeLabel } from '../text/labels.ts'
import { t } from '../text/t.ts'
import { call } from './api.ts'

export const unreadQuery = queryOptions({
  queryKey: ['notifications', 'unread'],
  queryFn: ({ signal }) => call(notificationRoutes.unread, { signal }),
})

export const notificationsQuery = queryOptions({
  queryKey: ['notifications', 'list'],
  queryFn: ({ signal }) => call(notificationRoutes.list, { query: { limit: 30 }, signal }),
})

export function useReading() {
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: ['notifications'] })
  return {
    read: async (id: string) => {
      await call(notificationRoutes.read, { params: { id } })
      await refresh()
    },
    readAll: async () => {
      await call(notificationRoutes.readAll)
      await refresh()
    },
  }
}

/** One sentence: who, what, about which. */
export function sentenceOf({ kind, actor, subject, customer, count, eventType }: Notification): string {
  const who = actor?.title ?? t('notification.someone')
  const what = subject.title ?? customer?.title ?? t('notification.gone')
  if (kind === 'notice') return t('notification.notice', { what: eventLabel(eventType ?? ''), subject: what })
  if (kind === 'due') return t('notification.due', { subject: what })
  if (kind === 'mention') return t('notification.mention', { actor: who, subject: customer?.title ?? what })
  if (count > 1)
    return t('notification.assignments', {
      actor: who,
      count,
      many: inText(typeLabel(recordTypeOf(subject.type)).many),
    })
  return t('notification.assignment', { actor: who, subject: what })
}

/** Where what a notice is about is looked after. */
const noticePages: Readonly<Record<string, string>> = {
  webhook: '/settings/webhooks',
  backup: '/settings/backups',
}

/** What a notification opens: the customer it is about, where the thing itself is a note or a call. */
export function addressOf({ subject, customer, kind }: Notification): string {
  if (kind === 'notice') return noticePages[subject.type] ?? '/settings'
  const about = customer ?? subject
  return `/${recordTypeOf(about.type).plural}/${about.id}`
}
