import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { quote as quoteType } from '../../../contract/sales/quote.ts'
import { addressOf } from '../../records/address.ts'
import { routesOf } from '../../records/record-api.ts'
import { call, messageOf } from '../../shell/api.ts'
import { useMay } from '../../shell/session.tsx'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { t } from '../../text/t.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { struckFor } from '../../ui/own-keys.ts'
import { toastFailed } from '../../ui/toast.tsx'

/** A quote for a deal, with the deal's customer and currency: one press. */
export function NewQuote({ deal }: { deal: AnyRecord }) {
  const may = useMay(quoteType.name)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const begin = async () => {
    setBusy(true)
    try {
      const { id } = await call(routesOf(quoteType).create, { body: { deal: deal.id } })
      void queries.invalidateQueries({ queryKey: ['records', quoteType.name] })
      await navigate({ to: addressOf(quoteType.name, id) })
    } catch (error) {
      setBusy(false)
      toastFailed(messageOf(error), () => void begin())
    }
  }
  useShortcuts(may('create') ? [{ keys: 'q', label: t('deal.quote'), run: () => void begin() }] : [])
  if (!may('create')) return null
  return (
    <Button
      aria-keyshortcuts={struckFor('q')}
      rightSection={<KeyHint keys="q" />}
      loading={busy}
      onClick={() => void begin()}
    >
      {t('deal.quote')}
    </Button>
  )
}
