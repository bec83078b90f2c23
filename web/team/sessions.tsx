import { Button } from '@mantine/core'
import { queryOptions, useQueryClient, useQuery } from '@tanstack/react-query'
import { sessionRoutes } from '../../contract/team/sessions.ts'
import { call, messageOf } from '../shell/api.ts'
import { t } from '../text/seldom.ts'
import { Relative } from '../ui/manner.tsx'
import { CardSkeleton } from '../ui/skeleton.tsx'
import { toastDone, toastFailed } from '../ui/toast.tsx'
import { deviceOf } from './device.ts'
import classes from './settings.module.css'

const sessionsOf = (member: string | undefined) =>
  queryOptions({
    queryKey: ['sessions', member ?? 'mine'],
    queryFn: ({ signal }) =>
      member === undefined
        ? call(sessionRoutes.mine, { signal })
        : call(sessionRoutes.ofMember, { params: { id: member }, signal }),
  })

/** Every browser that is signed in as this member, or as another; each can be shut out. */
export function Sessions({ member }: { member?: string }) {
  const { data, error } = useQuery(sessionsOf(member))
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
  const end = (session: string) =>
    member === undefined
      ? call(sessionRoutes.endMine, { params: { session } })
      : call(sessionRoutes.endOfMember, { params: { id: member, session } })
  const endAll = () =>
    member === undefined
      ? call(sessionRoutes.endOthers)
      : call(sessionRoutes.endAllOfMember, { params: { id: member } })
  if (error) return <p className={classes.text}>{messageOf(error)}</p>
  if (!data) return <CardSkeleton />
  return (
    <>
      <p className={classes.text}>
        {member === undefined
          ? t('account.sessionsText')
          : data.data.length === 0
            ? t('member.noSessions')
            : null}
      </p>
      {data.data.map((one) => {
        const device = deviceOf(one.userAgent) ?? t('account.unknownDevice')
        return (
          <div key={one.id} className={classes.session}>
            <span>
              <span className={classes.name}>{device}</span>
              <span className={classes.muted}>
                {one.current && ` · ${t('account.thisSession')}`} · <Relative value={one.lastSeenAt} />
                {one.ipAddress && ` · ${one.ipAddress}`}
              </span>
            </span>
            {!one.current && (
              <Button
                aria-label={t('account.endSessionOf', { device })}
                onClick={() => void act(() => end(one.id), t('account.sessionEnded'))}
              >
                {t('account.endSession')}
              </Button>
            )}
          </div>
        )
      })}
      {data.data.length > (member === undefined ? 1 : 0) && (
        <div className={classes.actions}>
          <Button
            onClick={() => void act(endAll, t(member === undefined ? 'account.othersEnded' : 'member.ended'))}
          >
            {t(member === undefined ? 'account.endOthers' : 'member.endAll')}
          </Button>
        </div>
      )}
    </>
  )
}
