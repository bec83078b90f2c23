import { Autocomplete, Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { AnyRecord } from '../../contract/records/value.ts'
import { deal as dealType } from '../../contract/sales/deal.ts'
import { refusalOf, useChanges } from '../records/changes.ts'
import type { Refused } from '../records/changes.ts'
import { useSession } from '../shell/session.tsx'
import { t } from '../text/t.ts'
import { dayIn } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { useNow } from '../ui/use-now.ts'
import { ofKind, reasonField, useReasons } from './closing.ts'
import type { Outcome } from './closing.ts'
import classes from './closing.module.css'

interface ClosingFormProps {
  deal: AnyRecord
  outcome: Outcome
  stages: readonly AnyRecord[]
  /** The deal is closed already; this only adds to it. */
  closed?: boolean
  onDone: () => void
}

/** How a deal ended: why, and when. All of it may stay blank but the day, which is today. */
export function ClosingForm({ deal, outcome, stages, closed, onDone }: ClosingFormProps) {
  const { company } = useSession()
  const manner = useManner()
  const now = useNow()
  const today = dayIn(now, { ...manner, zone: company.timeZone })
  const targets = ofKind(stages, outcome)
  const field = reasonField[outcome]
  const [stage, setStage] = useState<string | null>(null)
  const [reason, setReason] = useState(String(deal[field] ?? ''))
  const [day, setDay] = useState(closed ? String(deal['closedOn'] ?? today) : today)
  const [refused, setRefused] = useState<Refused>({})
  const [saving, setSaving] = useState(false)
  const { save } = useChanges(dealType)
  const reasons = useReasons(outcome)
  const target = stage ?? targets[0]?.id

  const submit = async () => {
    setSaving(true)
    try {
      const moved = closed ? {} : { stage: target }
      await save(deal, {
        ...moved,
        [field]: reason.trim() || null,
        ...(day !== deal['closedOn'] && { closedOn: day }),
      })
      onDone()
    } catch (error) {
      setRefused(refusalOf(error, [field, 'closedOn', 'stage']))
      setSaving(false)
    }
  }

  if (!closed && !target) return <p className={classes.note}>{t('closing.noStage')}</p>
  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      {refused['form'] && (
        <div role="alert" className={classes.failure}>
          {refused['form']}
        </div>
      )}
      {!closed && targets.length > 1 && (
        <NativeSelect
          label={t('closing.stage')}
          data={targets.map(({ id, title }) => ({ value: id, label: title }))}
          value={target ?? ''}
          onChange={(event) => setStage(event.currentTarget.value)}
          error={refused['stage']}
        />
      )}
      <Autocomplete
        label={t(outcome === 'won' ? 'closing.wonReason' : 'closing.lossReason')}
        placeholder={t('closing.reasonHint')}
        data={reasons}
        value={reason}
        onChange={setReason}
        size="xs"
        limit={8}
        openOnFocus={false}
        maxLength={2_000}
        autoFocus={!closed}
        data-reason
        error={refused[field]}
      />
      <TextInput
        label={t('closing.day')}
        type="date"
        max={today}
        value={day}
        onChange={(event) => setDay(event.currentTarget.value || today)}
        error={refused['closedOn']}
      />
      <div className={classes.actions}>
        <Button type="submit" variant="filled" loading={saving}>
          {t(closed ? 'closing.save' : outcome === 'won' ? 'closing.win' : 'closing.lose')}
        </Button>
        <Button onClick={onDone}>{t(closed ? 'closing.later' : 'ui.cancel')}</Button>
      </div>
    </form>
  )
}
