import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { mailboxRoutes, type Mailbox } from '../../../contract/customer/mailbox.ts'
import { call, messageOf } from '../../shell/api.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { moment } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { EarlierForm } from './earlier-form.tsx'
import classes from './mail.module.css'

/** How far the mailbox has been read, honestly: when it was last read to its end, what is behind, what is wrong. */
export function StateCard({ mailbox }: { mailbox: Mailbox }) {
  const queries = useQueryClient()
  const manner = useManner()
  const { error, failingSince, paused, seenAt, folders, kept } = mailbox
  const chosen = folders.filter((folder) => folder.chosen)
  const behind = chosen.reduce((sum, folder) => sum + folder.behind, 0)
  const leftOut = chosen.reduce((sum, folder) => sum + folder.leftOut, 0)
  const act = async (asked: Promise<unknown>) => {
    try {
      await asked
      await queries.invalidateQueries({ queryKey: ['mailbox'] })
    } catch (failure) {
      toastFailed(messageOf(failure))
    }
  }
  const state = paused
    ? t('mailbox.paused')
    : error
      ? t('mailbox.failing', { since: failingSince ? moment(failingSince, manner) : '—' })
      : behind > 0
        ? t('mailbox.behind', { count: behind })
        : seenAt
          ? t('mailbox.seen', { at: moment(seenAt, manner) })
          : t('mailbox.waiting')
  return (
    <Card title={t('mailbox.state')}>
      <div className={classes.stack}>
        <p role="status" className={classes.state}>
          <strong>{state}</strong>
          <span className={classes.quiet}>{t('mailbox.kept', { count: kept })}</span>
          <span className={classes.quiet}>{t('mailbox.leftOut', { count: leftOut })}</span>
        </p>
        {error && !paused && (
          <p role="alert" className={classes.refused}>
            {error}
          </p>
        )}
        <div className={classes.actions}>
          <Button onClick={() => void act(call(mailboxRoutes.sync))}>{t('mailbox.syncNow')}</Button>
          <Button onClick={() => void act(call(mailboxRoutes.change, { body: { paused: !paused } }))}>
            {paused ? t('mailbox.resume') : t('mailbox.pause')}
          </Button>
          <Button variant="subtle" onClick={() => void act(call(mailboxRoutes.remove))}>
            {t('mailbox.disconnect')}
          </Button>
        </div>
        <EarlierForm key={mailbox.since} mailbox={mailbox} />
      </div>
    </Card>
  )
}
