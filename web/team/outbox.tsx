import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { operationRoutes } from '../../contract/team/operations.ts'
import { call } from '../shell/api.ts'
import { t } from '../text/pages.ts'
import { Card, Line } from '../ui/card.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { DateTime, Relative } from '../ui/manner.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Page } from '../ui/page.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { Chip } from '../ui/wing.tsx'
import classes from './settings.module.css'

const outbox = queryOptions({
  queryKey: ['outbox'],
  queryFn: ({ signal }) => call(operationRoutes.outbox, { signal }),
})

/** Mail of the system itself: where it lands when no mail server is set. */
export default function Outbox() {
  const { data } = useSuspenseQuery(outbox)
  const [openId, setOpenId] = useState<string | null>(null)
  const open = data.data.find(({ id }) => id === openId)
  const stateOf = (mail: (typeof data.data)[number]) =>
    mail.sentAt ? t('outbox.sent') : mail.error ? t('outbox.failed') : t('outbox.kept')
  return (
    <div className={classes.split}>
      <div className={classes.main}>
        <Page>
          <PageHeader title={t('outbox.title')} subtitle={t('outbox.text')} />
          <Card className={classes.flush ?? ''}>
            {data.data.length === 0 ? (
              <EmptyState title={t('outbox.none')}>{t('outbox.noneText')}</EmptyState>
            ) : (
              <SimpleTable
                label={t('outbox.title')}
                heads={[t('outbox.subject'), t('outbox.to'), t('outbox.state'), t('outbox.when')]}
              >
                {data.data.map((mail) => (
                  <tr key={mail.id}>
                    <td>
                      <button type="button" className={classes.open} onClick={() => setOpenId(mail.id)}>
                        {mail.subject}
                      </button>
                    </td>
                    <td>{mail.recipient}</td>
                    <td>
                      <Chip>{stateOf(mail)}</Chip>
                    </td>
                    <td className={classes.muted}>
                      <Relative value={mail.createdAt} />
                    </td>
                  </tr>
                ))}
              </SimpleTable>
            )}
          </Card>
        </Page>
      </div>
      {open && (
        <SidePanel title={open.subject} onClose={() => setOpenId(null)}>
          <Line label={t('outbox.to')}>{open.recipient}</Line>
          <Line label={t('outbox.when')}>
            <DateTime value={open.createdAt} />
          </Line>
          <Line label={t('outbox.state')}>{stateOf(open)}</Line>
          {open.error && <p className={classes.failure}>{open.error}</p>}
          <hr />
          <div className={classes.mail}>{open.body}</div>
        </SidePanel>
      )}
    </div>
  )
}
