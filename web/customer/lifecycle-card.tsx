import { TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { lifecycleStages } from '../../contract/customer/lifecycle.ts'
import { lifecycleRoutes } from '../../contract/customer/lifecycle-entries.ts'
import type { LifecycleEntry } from '../../contract/customer/lifecycle-entries.ts'
import { startOfDay } from '../../contract/values/day.ts'
import { call, messageOf } from '../shell/api.ts'
import { useMay, useSession } from '../shell/session.tsx'
import { done } from '../shell/undo.ts'
import { choiceLabel } from '../text/labels.ts'
import { t } from '../text/pages.ts'
import { Card, Line } from '../ui/card.tsx'
import { day } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { toastFailed } from '../ui/toast.tsx'
import { lifecycleQuery } from './customer-api.ts'
import classes from './side.module.css'
import type { CustomerProps } from './wing-parts.ts'

/** When they entered each stage. Figures count by these days, so a wrong one can be put right. */
export function LifecycleCard({ type, record }: CustomerProps) {
  const queries = useQueryClient()
  const { company } = useSession()
  const { data } = useQuery(lifecycleQuery(type, record.id))
  const may = useMay(type.name)
  if (!data || data.data.length === 0) return null

  const send = async (entry: LifecycleEntry, enteredAt: string) => {
    await call(lifecycleRoutes(type).correct, {
      params: { id: record.id, entry: entry.id },
      body: { enteredAt },
    })
    await queries.invalidateQueries({ queryKey: ['timeline', record.id] })
  }
  const correct = async (entry: LifecycleEntry, to: string) => {
    try {
      await send(entry, startOfDay(to, company.timeZone))
      done(t('side.corrected'), () => send(entry, entry.enteredAt))
    } catch (error) {
      toastFailed(messageOf(error))
    }
  }
  const canEdit = may('edit', record) && record.deletedAt === null
  return (
    <Card title={t('side.lifecycle')}>
      {data.data.map((entry) => {
        const label = choiceLabel(lifecycleStages, entry.stage)
        return (
          <Line key={entry.id} label={label}>
            <EnteredOn
              label={label}
              value={entry.enteredOn}
              {...(canEdit && { onChange: (to: string) => void correct(entry, to) })}
            />
          </Line>
        )
      })}
    </Card>
  )
}

function EnteredOn({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange?: (day: string) => void
}) {
  const manner = useManner()
  const [editing, setEditing] = useState(false)
  if (!onChange) return <>{day(value, manner)}</>
  if (!editing)
    return (
      <button
        type="button"
        className={classes.value}
        aria-label={`${t('side.enteredOn', { stage: label })}: ${day(value, manner)}`}
        onClick={() => setEditing(true)}
      >
        {day(value, manner)}
      </button>
    )
  const finish = (to: string) => {
    setEditing(false)
    if (to && to !== value) onChange(to)
  }
  return (
    <TextInput
      type="date"
      aria-label={t('side.enteredOn', { stage: label })}
      defaultValue={value}
      autoFocus
      onBlur={(event) => finish(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish(event.currentTarget.value)
        if (event.key === 'Escape') setEditing(false)
      }}
    />
  )
}
