import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { t } from '../text/t.ts'
import { Relative } from '../ui/manner.tsx'
import { CardSkeleton } from '../ui/skeleton.tsx'
import { messageOf } from './api.ts'
import classes from './notifications.module.css'
import { addressOf, notificationsQuery, sentenceOf, useReading } from './notifications.ts'

export function NotificationsList({ onDone }: { onDone: () => void }) {
  const { data, error } = useQuery(notificationsQuery)
  const { read, readAll } = useReading()
  const unread = data?.data.some((notification) => !notification.readAt) ?? false
  return (
    <div>
      <div className={classes.header}>
        <h2 className={classes.title}>{t('notifications.title')}</h2>
        {unread && (
          <Button variant="subtle" onClick={() => void readAll()}>
            {t('notifications.readAll')}
          </Button>
        )}
      </div>
      {error ? (
        <p className={classes.none}>{messageOf(error)}</p>
      ) : !data ? (
        <div className={classes.none}>
          <CardSkeleton />
        </div>
      ) : data.data.length === 0 ? (
        <p className={classes.none}>{t('notifications.none')}</p>
      ) : (
        <ul className={classes.list}>
          {data.data.map((notification) => (
            <li key={notification.id}>
              <Link
                to={addressOf(notification)}
                className={classes.item}
                data-unread={!notification.readAt || undefined}
                onClick={() => {
                  if (!notification.readAt) void read(notification.id)
                  onDone()
                }}
              >
                <span>{sentenceOf(notification)}</span>
                <span className={classes.when}>
                  <Relative value={notification.createdAt} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
