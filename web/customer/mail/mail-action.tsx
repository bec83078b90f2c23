import { Button } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { useMay } from '../../shell/session.tsx'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { t } from '../../text/pages.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { struckFor } from '../../ui/own-keys.ts'
import type { CustomerProps, WingParts } from '../wing-parts.ts'

const MailPanel = lazy(() => import('./mail-panel.tsx'))

/** Writes an email from a person's, a company's or a deal's page. */
export function MailAction({ type, record }: CustomerProps) {
  const [open, setOpen] = useState(false)
  const may = useMay('email')
  const can = may('create') && !record.deletedAt
  const write = () => setOpen(true)
  useShortcuts(can ? [{ keys: 'i', label: t('customer.email'), run: write }] : [])
  if (!can) return null
  return (
    <>
      <Button aria-keyshortcuts={struckFor('i')} onClick={write} rightSection={<KeyHint keys="i" />}>
        {t('customer.email')}
      </Button>
      {open && (
        <Suspense>
          <MailPanel type={type} record={record} replyTo={null} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

export const mailPanel: WingParts = { name: 'mail', Action: MailAction }
