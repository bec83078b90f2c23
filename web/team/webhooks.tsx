import { Button } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Webhook } from '../../contract/ecosystem/webhooks.ts'
import { t } from '../text/seldom.ts'
import { Card } from '../ui/card.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Page } from '../ui/page.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { OutgoingAddresses } from './outgoing-addresses.tsx'
import classes from './settings.module.css'
import { webhooksQuery } from './webhook-api.ts'
import { WebhookPanel } from './webhook-panel.tsx'

const stateOf = ({ enabled, disabledReason }: Webhook): string =>
  enabled ? t('webhooks.on') : disabledReason ? t(`webhooks.${disabledReason}`) : t('webhooks.off')

/** Which programs are told what happens. */
export default function Webhooks() {
  const { data } = useSuspenseQuery(webhooksQuery)
  const [open, setOpen] = useState<string | null>(null)
  const shown = data.data.find(({ id }) => id === open) ?? null
  const add = (
    <Button variant="filled" onClick={() => setOpen('new')}>
      {t('webhooks.add')}
    </Button>
  )
  return (
    <div className={classes.split}>
      <div className={classes.main}>
        <Page>
          <PageHeader
            title={t('webhooks.title')}
            subtitle={t('webhooks.text')}
            {...(data.data.length > 0 && { actions: add })}
          />
          <div className={classes.stack}>
            <Card className={classes.flush ?? ''}>
              {data.data.length === 0 ? (
                <EmptyState title={t('webhooks.none')} actions={add}>
                  {t('webhooks.noneText')}
                </EmptyState>
              ) : (
                <SimpleTable
                  label={t('webhooks.title')}
                  heads={[t('webhooks.name'), t('webhooks.events'), t('webhooks.url'), t('webhooks.state')]}
                >
                  {data.data.map((webhook) => (
                    <tr key={webhook.id}>
                      <td>
                        <button type="button" className={classes.open} onClick={() => setOpen(webhook.id)}>
                          {webhook.name}
                        </button>
                      </td>
                      <td>{webhook.events.join(', ')}</td>
                      <td className={classes.mail}>{webhook.url}</td>
                      <td className={classes.muted}>{stateOf(webhook)}</td>
                    </tr>
                  ))}
                </SimpleTable>
              )}
            </Card>
            <OutgoingAddresses />
          </div>
        </Page>
      </div>
      {open && (shown || open === 'new') && (
        <WebhookPanel
          key={open}
          webhook={shown}
          onMade={({ id }) => setOpen(id)}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  )
}
