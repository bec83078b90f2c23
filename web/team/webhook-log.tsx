import { Button } from '@mantine/core'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { webhookRoutes, type Delivery } from '../../contract/ecosystem/webhooks.ts'
import { call, messageOf } from '../shell/api.ts'
import { t } from '../text/seldom.ts'
import { moment } from '../ui/format.ts'
import { Relative, useManner } from '../ui/manner.tsx'
import { RowsSkeleton } from '../ui/skeleton.tsx'
import { toastDone, toastFailed } from '../ui/toast.tsx'
import classes from './settings.module.css'
import { deliveriesQuery } from './webhook-api.ts'

/** What was sent to a receiver, and how it went. */
export function WebhookLog({ id }: { id: string }) {
  const log = useInfiniteQuery(deliveriesQuery(id))
  const queries = useQueryClient()
  const rows = log.data?.pages.flatMap((page) => page.data) ?? []
  const again = async (body: { deliveries: string[] } | { failedSince: string }) => {
    try {
      const { count } = await call(webhookRoutes.replay, { params: { id }, body })
      toastDone(t('webhooks.queued', { count }))
      await queries.invalidateQueries({ queryKey: ['webhooks', id] })
    } catch (error) {
      toastFailed(messageOf(error))
    }
  }
  return (
    <section aria-label={t('webhooks.log')}>
      <h2 className={classes.subtitle}>{t('webhooks.log')}</h2>
      {log.isPending ? (
        <RowsSkeleton rows={3} />
      ) : log.isError ? (
        <p className={classes.failure}>{messageOf(log.error)}</p>
      ) : rows.length === 0 ? (
        <p className={classes.muted}>{t('webhooks.logNone')}</p>
      ) : (
        <>
          {rows.some(({ state }) => state === 'failed') && (
            <Button onClick={() => void again({ failedSince: new Date(0).toISOString() })}>
              {t('webhooks.allFailed')}
            </Button>
          )}
          <ul className={classes.log}>
            {rows.map((delivery) => (
              <Entry
                key={delivery.id}
                delivery={delivery}
                onAgain={() => void again({ deliveries: [delivery.id] })}
              />
            ))}
          </ul>
          {log.hasNextPage && <Button onClick={() => void log.fetchNextPage()}>{t('webhooks.more')}</Button>}
        </>
      )}
    </section>
  )
}

function Entry({ delivery, onAgain }: { delivery: Delivery; onAgain: () => void }) {
  const manner = useManner()
  const { eventType, state, tries, nextAt, createdAt, error } = delivery
  return (
    <li className={classes.session}>
      <div>
        <div className={classes.name}>{eventType}</div>
        <div className={classes.muted}>
          <Relative value={createdAt} />
          {' · '}
          {state === 'delivered'
            ? t('webhooks.delivered')
            : state === 'failed'
              ? t('webhooks.failed')
              : tries === 0 || !nextAt
                ? t('webhooks.sending')
                : t('webhooks.waiting', { when: moment(nextAt, manner) })}
        </div>
        {error && <div className={classes.hint}>{error}</div>}
      </div>
      {state !== 'waiting' && (
        <Button aria-label={t('webhooks.againOf', { event: eventType })} onClick={onAgain}>
          {t('webhooks.again')}
        </Button>
      )}
    </li>
  )
}
