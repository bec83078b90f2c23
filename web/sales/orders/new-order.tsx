import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { order as orderType } from '../../../contract/sales/order.ts'
import { addressOf } from '../../records/address.ts'
import { routesOf } from '../../records/record-api.ts'
import { call, messageOf } from '../../shell/api.ts'
import { useMay } from '../../shell/session.tsx'
import { t } from '../../text/t.ts'
import { toastFailed } from '../../ui/toast.tsx'

/** A draft for a deal or a customer: one press. */
export function NewOrder({ start }: { start: Record<string, string> }) {
  const may = useMay(orderType.name)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const begin = async () => {
    setBusy(true)
    try {
      const { id } = await call(routesOf(orderType).create, { body: start })
      void queries.invalidateQueries({ queryKey: ['records', orderType.name] })
      await navigate({ to: addressOf(orderType.name, id) })
    } catch (error) {
      setBusy(false)
      toastFailed(messageOf(error), () => void begin())
    }
  }
  if (!may('create')) return null
  return (
    <Button loading={busy} onClick={() => void begin()}>
      {t('order.new')}
    </Button>
  )
}
