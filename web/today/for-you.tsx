import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { messageOf } from '../shell/api.ts'
import { addressOf, notificationsQuery, sentenceOf, useReading } from '../shell/notifications.ts'
import { t } from '../text/t.ts'
import { Card } from '../ui/card.tsx'
import { Relative } from '../ui/manner.tsx'
import { CardSkeleton } from '../ui/skeleton.tsx'
import classes from './today.module.css'

const most = 6

/** The latest mentions and assignments. */
export function ForYou() {
  const { data, error } = useQuery(notificationsQuery)
  const { read } = useReading()
  return (
    <Card title={t('today.mentions')}>
      {error ? (
        <p className={classes.none}>{messageOf(error)}</p>
      ) : !data ? (
        <CardSkeleton />
      ) : data.data.length === 0 ? (
        <p className={classes.none}>{t('today.noMentions')}</p>
      ) : (
        <ul>
          {data.data.slice(0, most).map((notification) => (
            <li key={notification.id} className={classes.row}>
              <Link
                to={addressOf(notification)}
                className={notification.readAt ? classes.name : `${classes.name} ${classes.unread}`}
                onClick={() => {
                  if (!notification.readAt) void read(notification.id)
                }}
              >
                {sentenceOf(notification)}
              </Link>
              <span className={classes.fact}>
                <Relative value={notification.createdAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
