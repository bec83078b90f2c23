import { Button } from '@mantine/core'
import { queryOptions, useQueryClient, useQuery } from '@tanstack/react-query'
import { messageOf } from '../shell/api.ts'
import { auth } from '../shell/auth.ts'
import { t } from '../text/t.ts'
import { Relative } from '../ui/manner.tsx'
import { CardSkeleton } from '../ui/skeleton.tsx'
import { toastDone, toastFailed } from '../ui/toast.tsx'
import { deviceOf } from './device.ts'
import classes from './settings.module.css'

const sessions = queryOptions({
  queryKey: ['sessions'],
  queryFn: async () => {
    const [all, current] = await Promise.all([auth.sessions(), auth.current()])
    return { all, current: current?.session.token ?? null }
  },
})

/** Every browser that is signed in as this member; each can be shut out. */
export function Sessions() {
  const { data, error } = useQuery(sessions)
  const queries = useQueryClient()
  const act = async (run: () => Promise<unknown>, message: string) => {
    try {
      await run()
      toastDone(message)
      await queries.invalidateQueries({ queryKey: ['sessions'] })
    } catch (failure) {
      toastFailed(messageOf(failure), () => void act(run, message))
    }
  }
  if (error) return <p className={classes.text}>{messageOf(error)}</p>
  if (!data) return <CardSkeleton />
  return (
    <>
      <p className={classes.text}>{t('account.sessionsText')}</p>
      {data.all.map((one) => {
        const device = deviceOf(one.userAgent) ?? t('account.unknownDevice')
        const isCurrent = one.token === data.current
        return (
          <div key={one.token} className={classes.session}>
            <span>
              <span className={classes.name}>{device}</span>{' '}
              <span className={classes.muted}>
                {isCurrent ? `· ${t('account.thisSession')}` : ''} · <Relative value={one.createdAt} />
                {one.ipAddress ? ` · ${one.ipAddress}` : ''}
              </span>
            </span>
            {!isCurrent && (
              <Button
                aria-label={t('account.endSessionOf', { device })}
                onClick={() => void act(() => auth.revoke(one.token), t('account.sessionEnded'))}
              >
                {t('account.endSession')}
              </Button>
            )}
          </div>
        )
      })}
      {data.all.length > 1 && (
        <div className={classes.actions}>
          <Button onClick={() => void act(auth.revokeOthers, t('account.othersEnded'))}>
            {t('account.endOthers')}
          </Button>
        </div>
      )}
    </>
  )
}
