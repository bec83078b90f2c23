import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { sendingRoutes } from '../../../contract/customer/mail-sending.ts'
import { call, messageOf } from '../../shell/api.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { moment } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import classes from './mail.module.css'
import { outgoingQuery } from './mail-api.ts'

/** What has not left: scheduled, refused, or perhaps gone. */
export function OutgoingCard() {
  const queries = useQueryClient()
  const manner = useManner()
  const { data } = useQuery(outgoingQuery)
  if (!data || data.data.length === 0) return null
  const act = async (route: typeof sendingRoutes.undo, id: string) => {
    try {
      await call(route, { params: { id } })
    } catch (error) {
      toastFailed(messageOf(error))
    }
    await queries.invalidateQueries({ queryKey: ['mailbox'] })
  }
  return (
    <Card title={t('mail.outgoing')}>
      <ul className={classes.list}>
        {data.data.map(({ id, to, subject, state, sendAt, error }) => (
          <li key={id}>
            <span>
              {subject} <span className={classes.quiet}>{to.join(', ')}</span>
              <br />
              {error ? (
                <span className={classes.refused}>{error}</span>
              ) : (
                <span className={classes.quiet}>
                  {t(`mail.state.${state}`, { at: moment(sendAt, manner) })}
                </span>
              )}
            </span>
            <span className={classes.tools}>
              {state !== 'sending' && (
                <>
                  <Button size="compact-sm" onClick={() => void act(sendingRoutes.again, id)}>
                    {t('mail.again')}
                  </Button>
                  <Button size="compact-sm" variant="subtle" onClick={() => void act(sendingRoutes.undo, id)}>
                    {t('mail.dismiss')}
                  </Button>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
