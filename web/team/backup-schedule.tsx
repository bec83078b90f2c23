import '@mantine/core/styles/Checkbox.layer.css'
import { Button, Checkbox, NumberInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { BackupSchedule as Schedule } from '../../contract/keeping/backups.ts'
import { refusalOf } from '../records/changes.ts'
import type { Refused } from '../records/changes.ts'
import { useSession } from '../shell/session.tsx'
import { t } from '../text/seldom.ts'
import { Card } from '../ui/card.tsx'
import { toastDone } from '../ui/toast.tsx'
import { backupsQuery, setSchedule } from './backups-api.ts'
import classes from './keeping.module.css'

const units = ['days', 'weeks', 'months'] as const
const most = { days: 366, weeks: 104, months: 120 }

/** When backups are made by themselves and how long they stay. */
export function BackupSchedule({ schedule }: { schedule: Schedule }) {
  const { company } = useSession()
  const queries = useQueryClient()
  const [draft, setDraft] = useState(schedule)
  const [refused, setRefused] = useState<Refused>({})
  const change = (part: Partial<Schedule>) => setDraft((before) => ({ ...before, ...part }))
  const save = async () => {
    setRefused({})
    try {
      await setSchedule(draft)
      toastDone(t('backups.saved'))
      await queries.invalidateQueries({ queryKey: backupsQuery.queryKey })
    } catch (error) {
      setRefused(refusalOf(error, ['at', ...units]))
    }
  }
  return (
    <Card title={t('backups.schedule')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Checkbox
          label={t('backups.active')}
          checked={draft.active}
          onChange={({ currentTarget }) => change({ active: currentTarget.checked })}
        />
        <TextInput
          type="time"
          className={classes.short ?? ''}
          label={t('backups.at')}
          description={t('backups.atHelp', { zone: company.timeZone })}
          value={draft.at}
          error={refused['at']}
          onChange={({ currentTarget }) => change({ at: currentTarget.value })}
        />
        <fieldset className={classes.keep}>
          <legend>{t('backups.keep')}</legend>
          {units.map((unit) => (
            <NumberInput
              key={unit}
              label={t(`backups.${unit}`)}
              min={unit === 'days' ? 1 : 0}
              max={most[unit]}
              allowDecimal={false}
              value={draft[unit]}
              error={refused[unit]}
              onChange={(value) => change({ [unit]: Number(value) })}
            />
          ))}
        </fieldset>
        <p className={classes.hint}>{t('backups.keepHelp')}</p>
        <div>
          <Button type="submit">{t('backups.save')}</Button>
        </div>
      </form>
    </Card>
  )
}
